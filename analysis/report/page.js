"use strict";
(() => {
  const root = document.documentElement;
  const tip = document.getElementById("tip");

  // Light and dark: what the system says, until the button is used. The choice is kept where the
  // browser lets a page from disk keep something.
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("spindrift-theme", value);
      return localStorage.getItem("spindrift-theme");
    } catch {
      return null;
    }
  };
  if (kept()) root.dataset.theme = kept();
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    kept(root.dataset.theme);
  });

  const place = (x, y) => {
    const box = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, x + 14), innerWidth - box.width - 8);
    const above = y - box.height - 12;
    tip.style.left = left + "px";
    tip.style.top = (above > 8 ? above : y + 18) + "px";
  };
  let marked = null;
  const light = (mark, on) => {
    const chart = mark.closest(".chart");
    mark.classList.toggle("at", on);
    const key = mark.dataset.key;
    if (!key) return;
    chart.classList.toggle("picking", on);
    chart.querySelectorAll(".arrow." + key).forEach((arrow) => arrow.classList.toggle("lit", on));
  };
  const hide = () => {
    if (marked) light(marked, false);
    marked = null;
    tip.classList.remove("shown");
  };
  const show = (mark, x, y) => {
    if (marked !== mark) {
      hide();
      marked = mark;
      light(mark, true);
      tip.textContent = mark.dataset.tip;
      tip.classList.add("shown");
    }
    place(x, y);
  };

  document.querySelectorAll(".chart").forEach((chart) => {
    // The browser's own tool-tips come late and small; without this script they still do.
    const marks = [...chart.querySelectorAll("title")].map((title) => {
      const mark = title.parentNode;
      mark.dataset.tip = title.textContent;
      title.remove();
      return mark;
    });
    chart.addEventListener("pointermove", (event) => {
      const mark = event.target.closest("[data-tip]");
      if (mark) show(mark, event.clientX, event.clientY);
      else hide();
    });
    chart.addEventListener("pointerleave", hide);

    // From mark to mark in the order of time, or of what is drawn where that is the same.
    let at = -1;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    chart.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return hide();
      if (event.key === "Home") at = 0;
      else if (event.key === "End") at = marks.length - 1;
      else if (event.key in step) at += step[event.key];
      else return;
      event.preventDefault();
      at = Math.min(Math.max(at, 0), marks.length - 1);
      if (!marks.length) return;
      const seen = marks[at].getBoundingClientRect();
      if (seen.top < 60 || seen.bottom > innerHeight - 20) {
        scrollBy({ top: seen.top - innerHeight / 2, behavior: "instant" });
      }
      const box = marks[at].getBoundingClientRect();
      show(marks[at], box.left + box.width / 2, box.top);
    });
    chart.addEventListener("blur", () => {
      at = -1;
      hide();
    });
  });

  document.getElementById("copy").addEventListener("click", (event) => {
    const command = document.getElementById("command");
    const done = () => (event.target.textContent = "Copied");
    if (navigator.clipboard) {
      navigator.clipboard.writeText(command.textContent).then(done, () => {
        getSelection().selectAllChildren(command);
      });
    } else {
      getSelection().selectAllChildren(command);
    }
  });

  // On paper everything is open.
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((each) => (each.open = true));
  });
})();
