// Follows the switchboard: puts each region's pieces in place, and touches only what has changed,
// so that a note that is being written stays and lamps keep their rhythm.
"use strict";

const REOPEN_MILLISECONDS = 5000;
const shown = new Map();
const lost = document.getElementById("lost");
const page = document.querySelector("[data-events]");
const ahead = Date.now() / 1000 - Number(page.dataset.now || Date.now() / 1000);

function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// What a person has opened or written in a piece stays when the piece comes anew.
function renewed(old, html) {
  const fresh = element(html);
  if (!old) return fresh;
  const opened = [...old.querySelectorAll("details")].map((details) => details.open);
  fresh.querySelectorAll("details").forEach((details, place) => (details.open = opened[place]));
  for (const field of old.querySelectorAll("input:not([type=hidden])")) {
    const same = fresh.querySelector(`input[name="${field.name}"]`);
    if (same && field.type === "checkbox") same.checked = field.checked;
    else if (same) same.value = field.value;
  }
  return fresh;
}

// How the field or button that has the focus is found again in the piece that replaces its own.
function named(element) {
  if (!element || !element.name) return "";
  const value = element.matches("button") ? `[value="${element.value}"]` : "";
  return `[name="${element.name}"]${value}`;
}

function put(name, pieces) {
  const region = document.querySelector(`[data-region="${name}"]`);
  if (!region) return;
  const before = shown.get(name) || new Map();
  const present = new Map([...region.children].map((child) => [child.dataset.key, child]));
  const focused = named(document.activeElement);
  const wanted = pieces.map(([key, html]) =>
    present.has(key) && before.get(key) === html ? present.get(key) : renewed(present.get(key), html)
  );
  const kept = new Set(wanted);
  const left = region.contains(document.activeElement) && document.activeElement.closest("[data-key]");
  for (const child of [...region.childNodes]) {
    if (!kept.has(child)) child.remove();
  }
  wanted.forEach((child, place) => {
    const there = region.children[place];
    if (there !== child) region.insertBefore(child, there || null);
  });
  if (left && !kept.has(left)) {
    const again = wanted.find((child) => child.dataset.key === left.dataset.key);
    const field = again && focused && again.querySelector(focused);
    if (field) field.focus();
  }
  shown.set(name, new Map(pieces));
}

// How long somebody waits runs by itself: nobody sends an event for a second that goes by.
function run() {
  const now = Date.now() / 1000 - ahead;
  for (const time of document.querySelectorAll("time[data-since]")) {
    const waited = Math.max(0, Math.floor(now - Number(time.dataset.since)));
    time.textContent = `${Math.floor(waited / 60)}:${String(waited % 60).padStart(2, "0")}`;
  }
}

// The page may lie behind another one: its tab names the firm that rings, or that waits.
const title = document.title;
const RINGS = ".partner-call.is-ringing .firm, .call.is-ringing .client, .call.is-waiting .client";
function nameTab() {
  const firm = page.querySelector(RINGS);
  document.title = firm ? `☎ ${firm.textContent} – ${title}` : title;
}

function follow() {
  const events = new EventSource(page.dataset.events);
  events.onmessage = (message) => {
    lost.hidden = true;
    for (const [name, pieces] of Object.entries(JSON.parse(message.data))) put(name, pieces);
    run();
    nameTab();
  };
  events.addEventListener("over", () => events.close()); // nothing more will come
  events.onerror = () => {
    lost.hidden = false;
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, REOPEN_MILLISECONDS);
  };
}

// What is pressed in a call is done in place: the page stays, and says how it went.
document.addEventListener("submit", (submitted) => {
  if (!submitted.target.matches("[data-in-place]") || !submitted.submitter) return;
  submitted.preventDefault();
  press(submitted.target, submitted.submitter);
});

async function press(form, button) {
  if (form.dataset.busy) return; // a disabled button would lose the focus of the keyboard
  form.dataset.busy = "yes";
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
      location.reload(); // logged out, or not allowed: the page itself says so
      return;
    }
    const { ok, words } = await answer.json();
    say(words, ok);
  } catch {
    lost.hidden = false;
  } finally {
    delete form.dataset.busy;
  }
}

function say(words, good) {
  const said = document.getElementById("said");
  if (!said) return;
  said.textContent = words;
  said.className = good ? "notice good" : "notice bad";
  said.hidden = false;
}

follow();
setInterval(run, 1000);
