// The page's side of what a phone keeps: shows what waits, sends it when the network is back, wipes when the reader changes.
const PAGES = "liant-pages";
const ASSETS = "liant-assets";
const FRESH_MS = 10 * 60 * 1000;
const reader = document.body.dataset.reader;
const isCopy = "kept" in document.documentElement.dataset;
const said = document.getElementById("offline-said");
const pocket = document.querySelector("[data-pocket]");

// --- The notes that wait, in this browser's own database ---------------------------------------------------------------

function database() {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("liant", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("notes", { keyPath: "nonce" });
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
}

async function withNotes(mode, act) {
  const base = await database();
  try {
    return await new Promise((resolve, reject) => {
      const asked = act(base.transaction("notes", mode).objectStore("notes"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    base.close();
  }
}

const person = (who) => (who || "").split(".")[0];
const held = async () => {
  const notes = await withNotes("readonly", (notes) => notes.getAll());
  return notes.filter((note) => person(note.reader) === person(reader));
};
const keepNote = (note) => withNotes("readwrite", (notes) => notes.put(note));
const dropNote = (nonce) => withNotes("readwrite", (notes) => notes.delete(nonce));

// --- The copies ---------------------------------------------------------------------------------------------------------

async function manifest() {
  if (!("caches" in window) || !(await caches.has(PAGES))) return null;
  const copy = await (await caches.open(PAGES)).match("/pocket/pages");
  return copy ? { ...(await copy.json()), at: Number(copy.headers.get("X-Liant-Kept")) } : null;
}

async function store(cache, url, answer) {
  const headers = new Headers(answer.headers);
  headers.set("X-Liant-Kept", String(Date.now()));
  headers.delete("Set-Cookie");
  await cache.put(url, new Response(await answer.blob(), { status: answer.status, headers }));
}

// A busy server is asked again. One that stays busy makes the whole copy fail, and say so: a page that went missing without
// a word would be missed where there is no network. A page that is refused, or no longer there, is not to be kept.
async function ask(url) {
  for (const pause of [500, 2_000, 0]) {
    const answer = await fetch(url);
    if (answer.status < 500 && answer.status !== 429) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Error(`no answer for ${url}`);
}

// Every page anew, then what is no longer there goes: a deal that was closed or given away leaves the phone.
async function keepPages(progress) {
  const asked = await fetch("/pocket/pages", { headers: { Accept: "application/json" } });
  if (!asked.ok || asked.redirected) return wipe();
  const list = await asked.clone().json();
  const pages = await caches.open(PAGES);
  const assets = await caches.open(ASSETS);
  let done = 0;
  for (const url of list.assets) await assets.add(url);
  for (const url of list.pages) {
    const answer = await ask(url);
    if (answer.redirected && new URL(answer.url).pathname.startsWith("/account/")) return wipe();
    if (answer.ok && !answer.redirected) await store(pages, url, answer);
    progress?.(++done, list.pages.length);
  }
  await store(pages, "/pocket/pages", asked);
  for (const request of await pages.keys()) {
    const path = new URL(request.url).pathname;
    if (path !== "/pocket/pages" && !list.pages.includes(path)) await pages.delete(request);
  }
}

async function wipe() {
  await Promise.all([caches.delete(PAGES), caches.delete(ASSETS)]);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

// --- Sending ------------------------------------------------------------------------------------------------------------

const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

// The key of the note makes the server answer a second sending as it answered the first.
async function send(note) {
  const body = new URLSearchParams([...note.fields, ["heard_on", note.heardOn]]);
  const answer = await fetch("/capture", {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token(), "Idempotency-Key": note.nonce },
  });
  const landed = new URL(answer.url).pathname;
  if (answer.ok && landed.startsWith("/listen/")) {
    await dropNote(note.nonce);
    return "sent";
  }
  if (answer.status === 422 || answer.status === 404) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const lines = [...page.querySelectorAll("main [role=alert] :is(p, li)")];
    const reason = lines.map((line) => line.textContent.replace(/\s+/g, " ").trim()).join("\n");
    const isGone = answer.status === 404;
    const error = isGone ? said.dataset.gone : reason || said.dataset.refused;
    await keepNote({ ...note, error, isGone, needsConsent: Boolean(page.querySelector("[name=guard_seen]")) });
    return "refused";
  }
  return "later";
}

// One page at a time sends, whatever the number of tabs.
const sendAll = async () => (isCopy || !reader ? 0 : navigator.locks.request("liant-send", sendEach));

async function sendEach() {
  let sent = 0;
  for (const note of await held()) {
    if (note.error) continue;
    try {
      if ((await send(note)) === "sent") sent += 1;
    } catch {
      break; // no network after all
    }
  }
  return sent;
}

// --- What is said ---------------------------------------------------------------------------------------------------------

const count = (n, one, many) => (n === 1 ? one : many.replace("{n}", n));

function tell(text, url, action) {
  const line = document.createElement("p");
  line.textContent = text;
  if (url) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = action;
    line.append(" ", link);
  }
  said.append(line);
  said.hidden = false;
}

async function show(sent) {
  if (!said) return;
  said.replaceChildren();
  said.hidden = true;
  if (isCopy) {
    const at = new Date(Number(document.documentElement.dataset.kept));
    const when = at.toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    const text = "instead" in document.documentElement.dataset ? said.dataset.instead : said.dataset.copy;
    tell(text.replace("{at}", when));
  }
  const notes = reader ? await held() : [];
  // What waits here is no longer a draft.
  const draft = localStorage.getItem("liant-draft:capture");
  if (notes.some((note) => note.fields.some(([name, value]) => name === "text" && value === draft))) {
    localStorage.removeItem("liant-draft:capture");
  }
  const waiting = notes.filter((note) => !note.error).length;
  const refused = notes.length - waiting;
  const where = pocket ? "" : "/pocket";
  if (sent) tell(count(sent, said.dataset.sentOne, said.dataset.sentMany));
  if (waiting) tell(count(waiting, said.dataset.waitingOne, said.dataset.waitingMany), where, said.dataset.see);
  if (refused) tell(count(refused, said.dataset.refusedOne, said.dataset.refusedMany), where, said.dataset.see);
  if (pocket) await showPocket(notes);
}

async function showPocket(notes) {
  const list = await manifest();
  pocket.hidden = false;
  for (const part of pocket.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "on") !== Boolean(list);
  const deals = pocket.querySelector("[data-deals]");
  deals.replaceChildren();
  for (const deal of list?.deals || []) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    const place = document.createElement("span");
    row.className = "note-line";
    link.href = deal.url;
    link.textContent = deal.name;
    place.className = "muted";
    place.textContent = deal.account;
    row.append(link, " ", place);
    deals.append(row);
  }
  const time = pocket.querySelector("time");
  if (list) time.textContent = new Date(list.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  const queue = pocket.querySelector("[data-queue]");
  queue.replaceChildren(...notes.map(inQueue));
  pocket.querySelector("[data-queued]").hidden = !notes.length;
}

function inQueue(note) {
  const row = document.getElementById("held-note").content.cloneNode(true);
  const value = (name) => (note.fields.find((field) => field[0] === name) || ["", ""])[1];
  const text = row.querySelector("textarea");
  const consent = row.querySelector("[data-consent]");
  text.value = value("text");
  row.querySelector("[data-why]").textContent = note.error || said.dataset.waits;
  row.querySelector("[data-refused]").hidden = !note.error;
  text.readOnly = !note.error;
  consent.hidden = !note.needsConsent;
  row.querySelector("[data-again]").addEventListener("click", async () => {
    const changed = { text: text.value, guard_seen: consent.querySelector("input").checked ? "1" : "" };
    const left = note.fields.filter(([name]) => !(name in changed) && !(note.isGone && name === "about"));
    const fields = [...left, ...Object.entries(changed).filter(([, given]) => given)];
    await keepNote({ ...note, fields, error: "", needsConsent: false, isGone: false });
    await show(await sendAll());
  });
  row.querySelector("[data-drop]").addEventListener("click", async () => {
    await dropNote(note.nonce);
    await show(0);
  });
  return row;
}

// A copy of the capture page knows the deals that were kept with it: one is chosen from a list instead of being looked for.
async function chooseDeal() {
  const search = document.querySelector(".about-search");
  const list = await manifest();
  if (!isCopy || !search || !list) return;
  const select = document.createElement("select");
  select.name = "about";
  select.setAttribute("aria-label", search.querySelector("label").textContent);
  select.append(new Option("–", ""));
  const wanted = new URLSearchParams(location.search).get("about");
  for (const deal of list.deals) select.append(new Option(deal.name, deal.about, false, deal.about === wanted));
  search.replaceWith(select);
}

// --- At work ------------------------------------------------------------------------------------------------------------

async function begin() {
  const list = await manifest();
  // Signed out, somebody else, another role or team: what was kept under other rights goes at once.
  if (list && list.reader !== reader && !isCopy) await wipe();
  if (reader && !isCopy) {
    const others = await withNotes("readonly", (notes) => notes.getAll());
    for (const note of others) if (person(note.reader) !== person(reader)) await dropNote(note.nonce);
  }
  await chooseDeal();
  await show(await sendAll());
  if (list && list.reader === reader && !isCopy && Date.now() - list.at > FRESH_MS) {
    await navigator.locks.request("liant-keep", { ifAvailable: true }, (lock) => lock && keepPages().catch(() => {}));
  }
}

pocket?.querySelector("[data-keep]").addEventListener("click", (event) => keep(event.target));
pocket?.querySelector("[data-refresh]").addEventListener("click", (event) => keep(event.target));
pocket?.querySelector("[data-forget]").addEventListener("click", async () => {
  await wipe();
  await show(0);
});

async function keep(button) {
  const bar = pocket.querySelector("progress");
  button.disabled = true;
  bar.hidden = false;
  try {
    await navigator.serviceWorker.register(pocket.dataset.worker, { scope: "/" });
    await keepPages((done, all) => Object.assign(bar, { value: done, max: all }));
    await show(0);
    pocket.querySelector("[data-refresh]").focus();
  } catch {
    await show(0);
    tell(said.dataset.failed);
  } finally {
    button.disabled = false;
    bar.hidden = true;
  }
}

// Signing out wipes everything: said before words that were never sent are lost.
for (const form of document.querySelectorAll('form[action="/account/logout/"]')) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.sure || !("indexedDB" in window)) return;
    event.preventDefault();
    const waiting = (await held()).length;
    form.dataset.sure = "1";
    if (!waiting) return form.submit();
    said.replaceChildren();
    tell(count(waiting, said.dataset.leavingOne, said.dataset.leavingMany), "/pocket", said.dataset.see);
    said.scrollIntoView({ block: "center" });
  });
}

if (window.isSecureContext && "serviceWorker" in navigator && "indexedDB" in window) {
  begin();
  window.addEventListener("online", async () => show(await sendAll()));
}
