// What a phone keeps when its owner asked for it on the page "On this phone", and for nobody else: this file is not even
// registered before. Online it changes nothing: every page comes from the server. Without a network it answers with the
// copies that were kept, and holds back the notes that are captured until a page sends them.
const PAGES = "liant-pages";
const ASSETS = "liant-assets";
const KEPT_MS = 3 * 24 * 3600 * 1000;
const PAGE_MS = 8_000;
const SEND_MS = 20_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(request, url));
  else if (request.mode === "navigate" && url.pathname === "/capture") event.respondWith(capture(request));
  else if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(asset(request));
});

// A telephone that shows bars may still have no network: nobody waits for it longer than this.
function within(ms, request) {
  return Promise.race([
    fetch(request),
    new Promise((_resolve, reject) => setTimeout(() => reject(new Error("no answer")), ms)),
  ]);
}

async function page(request, url) {
  try {
    return await within(PAGE_MS, request);
  } catch (error) {
    const copy = (await kept(url.pathname)) || (await kept("/pocket", url.pathname));
    if (copy) return copy;
    throw error;
  }
}

async function asset(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await caches.match(request, { cacheName: ASSETS, ignoreSearch: true });
    if (copy) return copy;
    throw error;
  }
}

// A copy says since when, in the page itself, and its forms get keys of their own: two notes written on one copy are two.
async function kept(path, instead = "") {
  const cache = await caches.open(PAGES);
  const copy = await cache.match(path);
  if (!copy) return null;
  const at = Number(copy.headers.get("X-Liant-Kept"));
  if (Date.now() - at > KEPT_MS) {
    await Promise.all([caches.delete(PAGES), caches.delete(ASSETS)]);
    return null;
  }
  const html = (await copy.text())
    .replace("<html ", `<html data-kept="${at}" ${instead ? "data-instead " : ""}`)
    .replaceAll(/name="_nonce" value="[^"]*"/g, () => `name="_nonce" value="${crypto.randomUUID()}"`);
  return new Response(html, { headers: copy.headers });
}

async function capture(request) {
  const copy = request.clone();
  try {
    return await within(SEND_MS, request);
  } catch (error) {
    const form = await copy.formData();
    const about = await (await caches.open(PAGES)).match("/pocket/pages");
    // Looking for an account needs the network; and what nobody asked to keep is not kept.
    if (!about || form.has("find") || form.has("pick")) throw error;
    const { reader } = await about.json();
    await hold({
      nonce: form.get("_nonce"),
      reader,
      fields: [...form].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "_nonce"),
      heardOn: new Date().toLocaleDateString("sv"),
      error: "",
    });
    return Response.redirect("/pocket", 303);
  }
}

function hold(note) {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("liant", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("notes", { keyPath: "nonce" });
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const write = open.result.transaction("notes", "readwrite", { durability: "strict" });
      write.objectStore("notes").put(note);
      write.oncomplete = () => resolve(open.result.close());
      write.onerror = () => reject(write.error);
    };
  });
}
