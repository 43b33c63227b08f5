// Moves and enlarges the maps of a page. Without it, the whole map and the list of its places stand there all the same.
// The drawing (rehabkg/drawing/map.py) holds the marks of all zooms: this chooses those of one, and keeps their size.
(() => {
  "use strict";

  const NEAREST = 16;
  const DRAWN_WIDTH = 960;
  const STEP_PIXELS = 60;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  function enliven(figure) {
    const frame = figure.querySelector(".map-window");
    const svg = frame && frame.querySelector("svg");
    const marks = svg && svg.querySelector(".rk-map");
    if (!marks || typeof Panzoom !== "function") return;

    // The level for the width that the map is drawn at, and the nearest one.
    const wholeLevel = Number(marks.dataset.level);
    const nearestLevel = Number(marks.dataset.levels) - 1;
    figure.classList.add("live");
    for (const part of figure.querySelectorAll(".map-tools, .map-keys")) part.hidden = false;
    const zoomer = Panzoom(svg, {
      minScale: 1,
      maxScale: NEAREST,
      contain: "outside",
      canvas: true,
      step: 0.5,
      // A link within the map still works, and the page is still scrolled by a finger on it.
      handleStartEvent: () => {},
      touchAction: "pan-y",
    });
    const animate = () => ({ animate: !still.matches });

    function chooseMarks() {
      const scale = zoomer.getScale();
      const zoom = (scale * frame.clientWidth) / DRAWN_WIDTH;
      const level = Math.floor(Math.log2(zoom) + 1e-6) + wholeLevel;
      marks.dataset.level = String(Math.max(0, Math.min(nearestLevel, level)));
      svg.style.setProperty("--rk-zoom", String(zoom));
      const touch = scale > 1.01 ? "none" : "pan-y";
      frame.style.touchAction = touch;
      svg.style.touchAction = touch;
    }

    const doing = {
      closer: () => zoomer.zoomIn(animate()),
      farther: () => zoomer.zoomOut(animate()),
      all: () => zoomer.reset(animate()),
    };
    for (const button of figure.querySelectorAll("[data-map]")) {
      button.addEventListener("click", doing[button.dataset.map]);
    }

    const move = (x, y) => () => zoomer.pan(x / zoomer.getScale(), y / zoomer.getScale(), { relative: true, ...animate() });
    const keys = {
      "+": doing.closer, "=": doing.closer, "-": doing.farther, "−": doing.farther, "0": doing.all,
      ArrowLeft: move(STEP_PIXELS, 0), ArrowRight: move(-STEP_PIXELS, 0),
      ArrowUp: move(0, STEP_PIXELS), ArrowDown: move(0, -STEP_PIXELS),
    };
    frame.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      // Arrows scroll the page as long as there is nothing to move.
      if (event.key.startsWith("Arrow") && zoomer.getScale() <= 1.01) return;
      event.preventDefault();
      act();
    });

    // The wheel scrolls the page, unless a key says or the focus shows that the map is meant.
    frame.addEventListener("wheel", (event) => {
      if (event.ctrlKey || event.metaKey || frame.contains(document.activeElement)) zoomer.zoomWithWheel(event);
    }, { passive: false });

    let from = null;
    let moved = false;
    frame.addEventListener("pointerdown", (event) => { from = [event.clientX, event.clientY]; moved = false; });
    frame.addEventListener("pointermove", (event) => {
      if (from && Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 4) moved = true;
    });
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => { from = null; });
    frame.addEventListener("dragstart", (event) => event.preventDefault());
    frame.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      // What was dragged was not meant to be followed.
      if (moved) { event.preventDefault(); return; }
      // Several places in one mark part when the map is enlarged; at its nearest, the list tells them.
      const list = link.getAttribute("href");
      if (!list.startsWith("#")) return;
      // In the frame of another site all other links lead out of it.
      event.preventDefault();
      if (zoomer.getScale() < NEAREST - 0.01) zoomer.zoomToPoint(Math.min(NEAREST, zoomer.getScale() * 2), event);
      else location.hash = list;
    }, true);

    svg.addEventListener("panzoomchange", chooseMarks);
    new ResizeObserver(() => { zoomer.pan(0, 0, { relative: true, animate: false }); chooseMarks(); }).observe(frame);
    chooseMarks();
  }

  for (const figure of document.querySelectorAll("figure.map")) enliven(figure);

  // A link to a list opens it.
  function openList() {
    const list = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (list && list.tagName === "DETAILS") list.open = true;
  }
  window.addEventListener("hashchange", openList);
  openList();
})();
