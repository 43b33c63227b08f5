// Puts the editor (YASGUI) in place of the plain form, which stays one button away. Nothing is fetched but our own.
"use strict";

(() => {
  const form = document.getElementById("ask");
  const place = document.getElementById("editor");
  const text = document.getElementById("query");
  if (!form || !place || !text || typeof Yasgui === "undefined") return;
  const address = (path) => new URL(path, document.baseURI).href;
  const endpoint = address(place.dataset.endpoint);

  place.hidden = false;
  const yasgui = new Yasgui(place, {
    autofocus: false,
    persistenceId: null,
    populateFromUrl: false,
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [], keys: [] },
    requestConfig: { endpoint, method: "POST", headers: {} },
    yasqe: { value: text.value, autocompleters: ["variables"], createShareableLink: () => shareable() },
    yasr: { prefixes: {}, defaultPlugin: "table" },
  });
  form.hidden = true;

  const editor = () => yasgui.getTab().getYasqe();

  function shareable() {
    return `${address(form.getAttribute("action"))}?${new URLSearchParams({ query: editor().getValue() })}`;
  }

  // The views that the server draws: the same form, sent with the editor's text.
  const draw = document.createElement("p");
  draw.className = "draw";
  draw.append(`${place.dataset.draw}: `);
  for (const option of document.getElementById("view").options) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = option.textContent;
    button.addEventListener("click", () => {
      text.value = editor().getValue();
      document.getElementById("view").value = option.value;
      form.submit();
    });
    draw.append(button);
  }
  const plain = document.createElement("button");
  plain.type = "button";
  plain.textContent = place.dataset.plain;
  plain.addEventListener("click", () => {
    text.value = editor().getValue();
    form.hidden = false;
    place.hidden = draw.hidden = true;
    text.focus();
  });
  draw.append(plain);
  place.before(draw);

  for (const link of document.querySelectorAll("[data-example]")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || place.hidden) return;
      event.preventDefault();
      const answer = await fetch(`${address(place.dataset.queries)}${link.dataset.example}.rq`);
      if (!answer.ok) {
        window.location.assign(link.href);
        return;
      }
      editor().setValue(await answer.text());
      place.scrollIntoView();
    });
  }

  // What the editor leaves without a name for those who hear the page.
  function named() {
    for (const field of place.querySelectorAll(".CodeMirror textarea:not([aria-label])")) {
      field.setAttribute("aria-label", place.dataset.label);
    }
  }
  new MutationObserver(named).observe(place, { childList: true, subtree: true });
  named();
})();
