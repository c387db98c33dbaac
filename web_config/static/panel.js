// Follows the switchboard: puts each region's pieces in place, and touches only what has changed,
// so that a note that is being written stays and lamps keep their rhythm.
"use strict";

const REOPEN_MILLISECONDS = 5000;
const shown = new Map();
const lost = document.getElementById("lost");

function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function put(name, pieces) {
  const region = document.querySelector(`[data-region="${name}"]`);
  const before = shown.get(name) || new Map();
  const present = new Map([...region.children].map((child) => [child.dataset.key, child]));
  const wanted = pieces.map(([key, html]) =>
    present.has(key) && before.get(key) === html ? present.get(key) : element(html)
  );
  const kept = new Set(wanted);
  for (const child of [...region.childNodes]) {
    if (!kept.has(child)) child.remove();
  }
  wanted.forEach((child, place) => {
    const there = region.children[place];
    if (there !== child) region.insertBefore(child, there || null);
  });
  shown.set(name, new Map(pieces));
}

function follow() {
  const events = new EventSource(document.querySelector("[data-events]").dataset.events);
  events.onmessage = (message) => {
    lost.hidden = true;
    for (const [name, pieces] of Object.entries(JSON.parse(message.data))) put(name, pieces);
  };
  events.onerror = () => {
    lost.hidden = false;
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, REOPEN_MILLISECONDS);
  };
}

follow();
