// Follows a job: fetches this page once a second and shows what has changed, until it has ended.
"use strict";

const SECOND = 1000;

async function look() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (answer.redirected || !answer.ok) {
    location.reload();
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = fresh.getElementById("job");
  if (!part) {
    location.reload();
    return;
  }
  document.getElementById("job").replaceWith(part);
  if (part.querySelector("progress")) setTimeout(follow, SECOND);
}

function follow() {
  look().catch(() => setTimeout(follow, SECOND));
}

if (document.querySelector("#job progress")) setTimeout(follow, SECOND);
