// Fills the list of suggestions of the search field while a name is typed. The page works without it.
"use strict";
for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(field.getAttribute("list"));
  let waiting;
  let asked;
  const suggest = async () => {
    const text = field.value.trim();
    if (text.length < 2 || !list) return;
    if (asked) asked.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(field.dataset.suggest + encodeURIComponent(text), { signal: asked.signal });
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(
        ...suggestions.map(({ label }) => {
          const option = document.createElement("option");
          option.value = label;
          return option;
        }),
      );
    } catch {
      // A page of files has no suggestions, and an older question gives way to a newer one.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 150);
  });
}
