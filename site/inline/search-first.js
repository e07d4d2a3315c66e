// What a question's page shows before the script that searches is there: what was asked, and what to do meanwhile.
// It stands in the page, right behind the form, and the page is not painted before it ran. Where the script never
// comes, or a browser is too old for it, the form and the lists come back.
{
  const $ = (id) => document.getElementById(id), words = document.currentScript.dataset;
  const form = $("ask"), again = $("again"), wait = $("found").firstElementChild, rest = [$("lead"), $("plain")].filter(Boolean);
  const params = new URLSearchParams(location.search), value = (name) => (params.get(name) ?? "").trim();
  const fields = [...form.elements].filter(({ name }) => name);
  const turn = (waits, said) => {
    $("said").textContent = said;
    wait.hidden = !waits;
    for (const each of rest) each.hidden = waits;
  };
  const fold = (is) => {
    again.open = !is;
    again.firstElementChild.hidden = !is;
    form.classList.toggle("folded", is);
  };
  form.addEventListener("change", ({ target }) => {
    if (!["q", "near"].includes(target.name)) form.dataset.chosen = 1; // to be asked when the script is there
  });
  if ([...fields.map(({ name }) => name), "here", "county"].some(value)) {
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = value(field.name) === "1";
      else if (field.value !== value(field.name)) field.value = value(field.name);
    }
    const need = $("need").selectedOptions[0]?.text, near = value("near");
    const asked = [[value("q"), value("need") && need].filter(Boolean).join(", "), near && words.near.replace("{place}", () => near).trim()];
    turn(true, words.searching);
    if (["q", "need", "near", "county"].some(value)) {
      $("asked").textContent = asked.filter(Boolean).join(" ") || words.all;
      fold(true);
    }
    addEventListener("load", () => {
      if (form.dataset.ready) return;
      turn(false, words.failed);
      fold(false);
    });
  }
}
