// Sending to the relay: a signed form age first, a proof of work where one is asked for, and what came of it.
import { make, values } from "./forms-answers.mjs";
import { OWN, forget } from "./forms-draft.mjs";

const PATIENCE = 40_000; // milliseconds; the same key makes a second try the same submission
const ask = (address, more) => fetch(address, { ...more, signal: AbortSignal.timeout?.(PATIENCE) });

function set({ form }, name, value) {
  const input = form.elements[name] ?? form.appendChild(make("input", { type: "hidden", name }));
  input.value = value ?? "";
}

const prove = async (page, proof) => set(page, "altcha", await (await import("./forms-proof.mjs")).solve(proof));

// Asked for with the first answer, so that the time somebody takes to fill in the form has begun.
export async function token(page) {
  const { data, form } = page;
  if (!data.relay || form.elements.token.value) return;
  const { token: signed, key, proof } = await (await ask(`${data.relay}token`)).json();
  set(page, "token", signed);
  set(page, "key", key);
  if (proof) await prove(page, proof);
}

async function post(page, tries = 3) {
  const { data, form } = page, said = values(page), body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (OWN.includes(name) || name === "email" || said[name]?.includes(String(value).trim())) body.append(name, value);
  const answer = await ask(`${data.relay}submit`, { method: "POST", headers: { Accept: "application/json" }, body });
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 428 && tries) {
    if (told.token) [set(page, "token", told.token), set(page, "key", told.key)];
    if (told.proof) await prove(page, told.proof);
    return post(page, tries - 1);
  }
  if (answer.status === 409 && tries) {
    set(page, "token", "");
    set(page, "key", "");
    await token(page);
    return post(page, tries - 1);
  }
  return { status: answer.status, told };
}

// Sends the form, `button` pressed; `mend` is told what the relay finds wrong.
export async function send(page, button, told, mend) {
  const { data, t } = page;
  if (!data.relay || button.disabled) return;
  button.disabled = true;
  told.textContent = t("sending");
  try {
    const { status, told: answer } = await post(page);
    if (answer.url) {
      page.sent = true;
      forget(page);
      location.assign(new URL(answer.url, data.relay).href);
      return;
    }
    told.textContent = status === 429 || status === 503 ? t("busy", { minutes: t("minutes") }) : status === 422 ? "" : t("failed");
    if (status === 422) mend(answer.problems.map(({ field, message, hint }) => [field, `${message} ${hint}`.trim()]));
  } catch {
    told.textContent = t("failed");
  }
  button.textContent = t("again");
  button.disabled = false;
}
