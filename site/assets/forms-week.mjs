// The week picker: opening hours day by day, written as text into the field that is sent.
const DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const RULE = /^(Mo|Tu|We|Th|Fr|Sa|Su)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))? (\d\d:\d\d)-(\d\d:\d\d)$/;

// `[["09:00", "17:00"], null, ...]`, Monday first -> `Mo 09:00-17:00`; days in a row with the same hours are one rule.
export function written(week) {
  const rules = [];
  for (let at = 0; at < 7; at += 1) {
    if (!week[at]) continue;
    let end = at;
    while (end < 6 && week[end + 1] && String(week[end + 1]) === String(week[at])) end += 1;
    rules.push(`${DAYS[at]}${end > at ? `-${DAYS[end]}` : ""} ${week[at].join("-")}`);
    at = end;
  }
  return rules.join("; ");
}

// The week of such a text; null for hours that say more than a week of one opening a day.
export function readWeek(text) {
  const week = Array(7).fill(null);
  for (const rule of text.split(";").map((part) => part.trim()).filter(Boolean)) {
    const match = rule.match(RULE);
    if (!match) return null;
    const from = DAYS.indexOf(match[1]), to = match[2] ? DAYS.indexOf(match[2]) : from;
    if (to < from) return null;
    for (let at = from; at <= to; at += 1) week[at] = [match[3], match[4]];
  }
  return week;
}

// Puts the picker before the text field; `t` gives words, `make` an element, `now` the hours that the record has.
export function pick(field, t, make, now = () => "") {
  const known = readWeek(field.value), rows = [];
  const name = field.closest(".q").querySelector("label").textContent.trim();
  const box = make("div", { class: "picker", role: "group", "aria-label": name }), table = make("table", { class: "week" }), body = make("tbody", {});
  table.append(body);
  const write = () => {
    field.value = written(rows.map(({ open, from, to }) => (open.checked && from.value && to.value ? [from.value, to.value] : null)));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (let day = 0; day < 7; day += 1) {
    const weekday = t(`weekday_${day + 1}`), said = known?.[day];
    const open = make("input", { type: "checkbox" }), from = time(`${weekday}: ${t("from")}`, said?.[0] ?? "09:00"), to = time(`${weekday}: ${t("to")}`, said?.[1] ?? "17:00");
    open.checked = Boolean(said);
    const times = make("td", { class: "times" }, from, " ", make("span", { "aria-hidden": "true" }, t("to")), " ", to);
    const show = () => { times.hidden = !open.checked; };
    open.addEventListener("change", () => { show(); write(); });
    for (const each of [from, to]) each.addEventListener("change", write);
    show();
    rows.push({ open, from, to, show });
    body.append(make("tr", {}, make("th", { scope: "row" }, make("label", { class: "day" }, open, weekday)), times));
  }
  const same = make("button", { type: "button", class: "link" }, t("copy_day"));
  same.addEventListener("click", () => {
    const first = rows.find(({ open }) => open.checked) ?? rows[0];
    for (const row of rows.slice(0, 5)) {
      [row.open.checked, row.from.value, row.to.value] = [true, first.from.value, first.to.value];
      row.show();
    }
    write();
  });
  const current = make("button", { type: "button", class: "link" }, t("week_now"));
  const begin = () => { const week = readWeek(now()); current.hidden = !week || !now() || table.hidden; };
  current.addEventListener("click", () => {
    readWeek(now())?.forEach((said, day) => {
      rows[day].open.checked = Boolean(said);
      if (said) [rows[day].from.value, rows[day].to.value] = said;
      rows[day].show();
    });
    write();
  });
  const words = make("button", { type: "button", class: "link" }), wrap = field.closest(".q");
  const turn = (week) => {
    table.hidden = same.hidden = !week;
    wrap.hidden = week;
    words.textContent = t(week ? "by_words" : "by_week");
    begin();
  };
  words.addEventListener("click", () => turn(table.hidden));
  box.append(table, make("p", { class: "ways" }, current, same, words));
  wrap.before(box);
  turn(known !== null);
  return { begin };

  function time(label, value) {
    return Object.assign(make("input", { type: "time", step: "300", "aria-label": label }), { value });
  }
}
