// A site of files does not know where it lies: the code that embeds a drawing is made where the address can be seen.
"use strict";

for (const place of document.querySelectorAll("details[data-embed]")) {
  const frame = document.createElement("iframe");
  const attributes = {
    src: new URL(place.dataset.embed, document.baseURI).href,
    title: place.dataset.title,
    width: "100%",
    height: "640",
    loading: "lazy",
    referrerpolicy: "no-referrer",
    style: "border:0",
  };
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  place.querySelector("textarea").value = frame.outerHTML;
  place.hidden = false;
}
