// Search in a site of files: fetches the few files whose names begin as the words that are sought do.
"use strict";
(() => {
  const form = document.getElementById("site-search");
  if (!form) return;
  const field = form.elements.namedItem("q");
  const list = document.getElementById("found");
  const told = document.getElementById("told");
  const root = form.dataset.root;
  const language = form.dataset.language;
  const MOST = 100;

  const folded = (text) =>
    text.toLowerCase().normalize("NFD").replace(/([^и])\u0306/g, "$1").replace(/[\u0300-\u0305\u0307-\u036f]/g, "").normalize("NFC");
  const words = (text) =>
    folded(text).replace(/-/g, " ").split(/\s+/).map((word) => word.replace(/[^\p{L}\p{N}]/gu, "")).filter((word) => word.length >= 2);
  const file = (word) => [...word.slice(0, 2)].map((letter) => letter.codePointAt(0).toString(16)).join("-") + ".jsonl";

  const lines = async (word) => {
    const answer = await fetch(`${root}search/${file(word)}`);
    if (!answer.ok) return [];
    return (await answer.text()).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  };

  const show = (entries) => {
    list.replaceChildren(
      ...entries.slice(0, MOST).map(([path, english, russian]) => {
        const link = document.createElement("a");
        link.href = `${root}${path.split("/").map(encodeURIComponent).join("/")}.${language}.html`;
        link.textContent = language === "ru" ? russian : english;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    told.textContent = entries.length ? String(entries.length) : told.dataset.none;
  };

  const seek = async () => {
    const sought = words(field.value);
    if (!sought.length) return show([]);
    const found = (await lines(sought[0])).filter(([, english, russian]) => {
      const there = [...words(english), ...words(russian)];
      return sought.every((word) => there.some((other) => other.startsWith(word)));
    });
    show(found);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
    seek();
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) seek();
})();
