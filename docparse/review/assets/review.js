"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const pages = byId("pages");
  const text = byId("text");
  const status = byId("status");

  // Both sides of the page know a piece by its key: data-t on the words, data-k on its marks on the pages.
  const words = new Map(all("[data-t]").map((element) => [element.dataset.t, element]));
  const order = [...words.keys()];
  const marks = new Map();
  for (const mark of all("svg rect[data-k]")) {
    const key = mark.dataset.k;
    if (!marks.has(key)) marks.set(key, []);
    marks.get(key).push(mark);
  }
  const pageOf = (element) => element.closest(".sheet").dataset.page;

  // --- pictures: bytes become a picture when their page comes near, and are given up when it is far away

  const bytes = (number) => {
    const island = byId(`picture-${number}`);
    if (!island) return null;
    const raw = atob(island.textContent);
    const data = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) data[i] = raw.charCodeAt(i);
    return new Blob([data], { type: "image/webp" });
  };
  const show = (image) => {
    if (image.src) return;
    const blob = bytes(image.dataset.picture);
    if (blob) image.src = URL.createObjectURL(blob);
  };
  const giveUp = (image) => {
    if (!image.src) return;
    URL.revokeObjectURL(image.src);
    image.removeAttribute("src");
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const image = entry.target.querySelector("img");
        if (entry.isIntersecting) show(image);
        else giveUp(image);
      }
    },
    { root: pages, rootMargin: "100% 0px" },
  );
  all(".sheet").forEach((sheet) => near.observe(sheet));

  const crop = async (canvas) => {
    const mark = marks.get(canvas.dataset.crop)[0];
    const blob = bytes(pageOf(mark));
    if (!blob) return;
    const picture = await createImageBitmap(blob);
    const { width, height } = mark.ownerSVGElement.viewBox.baseVal;
    const [x, y, w, h] = box(mark);
    const scale = picture.width / width;
    canvas.width = Math.max(1, Math.round(w * scale));
    canvas.height = Math.max(1, Math.round(h * scale));
    canvas.getContext("2d").drawImage(
      picture, x * scale, y * (picture.height / height), w * scale, h * scale, 0, 0, canvas.width, canvas.height,
    );
    picture.close();
  };
  const box = (rect) => ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        crop(entry.target);
      }
    },
    { root: text, rootMargin: "50% 0px" },
  );
  for (const canvas of all("canvas[data-crop]")) {
    const mark = (marks.get(canvas.dataset.crop) || [])[0];
    if (!mark) {
      canvas.hidden = true;
      continue;
    }
    const [, , w, h] = box(mark);
    canvas.width = Math.max(1, Math.round(w));
    canvas.height = Math.max(1, Math.round(h));
    canvas.style.maxWidth = `${Math.round(w * 1.6)}px`;
    seen.observe(canvas);
  }

  // --- lighting a piece on both sides

  let current = null;
  const clear = () => {
    all(".lit").forEach((element) => element.classList.remove("lit"));
    all(".lit-marks").forEach((group) => group.replaceChildren());
    highlight("fact", []);
    current = null;
  };
  const visible = (element, pane) => {
    const inner = element.getBoundingClientRect();
    const outer = pane.getBoundingClientRect();
    return (
      inner.top >= outer.top && inner.bottom <= outer.bottom && inner.left >= outer.left && inner.right <= outer.right
    );
  };
  // Scrolls one pane only: scrollIntoView would move the window and the other pane as well.
  const bring = (element, pane) => {
    if (!element || visible(element, pane)) return;
    const inner = element.getBoundingClientRect();
    const outer = pane.getBoundingClientRect();
    const tall = inner.height > outer.height * 0.8;
    const top = tall ? inner.top - outer.top - 40 : (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
    const wide = inner.width > outer.width;
    const left = wide ? inner.left - outer.left - 10 : (inner.left + inner.right - outer.left - outer.right) / 2;
    pane.scrollBy({ top, left: pane.scrollWidth > pane.clientWidth ? left : 0, behavior: "instant" });
  };
  const where = (key) => {
    const numbers = [...new Set((marks.get(key) || []).map(pageOf))];
    return numbers.length ? `page ${numbers.join(", ")}` : "no place on the pages";
  };
  const light = (key, from) => {
    clear();
    const element = words.get(key);
    const places = marks.get(key) || [];
    element?.classList.add("lit");
    places.forEach((mark) => mark.classList.add("lit"));
    if (from !== "pages") bring(places[0], pages);
    if (from !== "text") bring(element, text);
    if (from === "keys" && element) {
      element.tabIndex = -1; // a screen reader goes on reading from here
      element.focus({ preventScroll: true });
    }
    current = key;
    const article = element?.closest("article");
    status.textContent = `${article ? article.getAttribute("aria-label") : "Text of no article"}, ${where(key)}`;
  };
  const lightArticle = (key, from) => {
    const article = byId(key);
    clear();
    const keys = all("[data-t]", article).map((element) => element.dataset.t);
    const places = keys.flatMap((k) => marks.get(k) || []);
    places.forEach((mark) => mark.classList.add("lit"));
    if (from !== "pages") bring(places[0], pages);
    const before = article.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollBy({ top: before - 12, behavior: "instant" });
    current = keys[0] ?? null;
    status.textContent = `${article.getAttribute("aria-label")}, ${[...new Set(places.map(pageOf))].join(", ")}`;
  };
  const goTo = (number) => {
    const sheet = byId(`page-${number}`);
    if (!sheet) return;
    const top = sheet.getBoundingClientRect().top - pages.getBoundingClientRect().top;
    pages.scrollBy({ top: top - 6, behavior: "instant" });
    status.textContent = `page ${number}`;
  };

  pages.addEventListener("click", (event) => {
    const jump = event.target.closest("[data-jump]");
    if (jump) return goTo(jump.dataset.jump);
    const mark = event.target.closest("[data-k]");
    if (!mark) return undefined;
    const key = mark.dataset.k;
    return words.has(key) ? light(key, "pages") : lightArticle(key, "pages");
  });
  text.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return; // somebody copies words
    const button = event.target.closest("button");
    if (button) {
      if (button.dataset.k) lightArticle(button.dataset.k, "text");
      else if (button.dataset.go) goTo(button.dataset.go);
      else if (button.dataset.boxes) lightPlaces(button);
      else if (button.id === "next-doubtful") nextDoubtful();
      return;
    }
    const piece = event.target.closest("[data-t]");
    if (piece) light(piece.dataset.t, "text");
  });

  // --- stretches of words: facts and matches are painted over the text, which stays as it is

  const paints = typeof Highlight === "function" && CSS.highlights;
  const highlight = (name, ranges) => {
    if (paints) CSS.highlights.set(name, new Highlight(...ranges));
  };
  const range = (element, start, end) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = document.createRange();
    let at = 0;
    let open = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const stop = at + node.length;
      if (!open && start < stop) {
        found.setStart(node, start - at);
        open = true;
      }
      if (open && end <= stop) {
        found.setEnd(node, end - at);
        return found;
      }
      at = stop;
    }
    return null;
  };

  const draw = (boxes) =>
    boxes.split(";").filter(Boolean).map((place) => {
      const [page, x, y, width, height] = place.split(",");
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      Object.entries({ x, y, width, height }).forEach(([name, value]) => rect.setAttribute(name, value));
      byId(`page-${page}`).querySelector(".lit-marks").append(rect);
      return rect;
    });
  const lightPlaces = (button) => {
    clear();
    button.classList.add("lit");
    bring(draw(button.dataset.boxes)[0], pages);
  };
  const lightFact = (button) => {
    clear();
    button.classList.add("lit");
    const places = button.dataset.fact.split(";").filter(Boolean).map((place) => place.split(","));
    const ranges = [];
    for (const [key, start, end] of places) {
      const element = words.get(key);
      const found = element && range(element, Number(start), Number(end));
      if (found) ranges.push(found);
      element?.classList.add("lit");
    }
    highlight("fact", ranges);
    const drawn = draw(button.dataset.boxes);
    bring(drawn[0], pages);
    if (places.length) bring(words.get(places[0][0]), text);
    status.textContent = `${button.querySelector(".verdict").textContent}, ${places.length} places`;
  };
  const facts = byId("facts");
  facts?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.fact !== undefined) lightFact(button);
    else if (button?.dataset.verdict !== undefined) list(button);
  });
  const moveFact = (by) => {
    const listed = all("#facts li:not([hidden]) button");
    if (!listed.length) return;
    const from = listed.findIndex((button) => button.classList.contains("lit"));
    const next = listed[from < 0 ? (by > 0 ? 0 : listed.length - 1) : (from + by + listed.length) % listed.length];
    facts.open = true;
    lightFact(next);
    next.scrollIntoView({ block: "nearest" });
  };
  const list = (button) => {
    all("[data-verdict]").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    all("#facts li").forEach((item) => {
      item.hidden = button.dataset.verdict !== "" && !item.classList.contains(button.dataset.verdict);
    });
  };

  // --- search: white space, case and width of characters do not count

  const query = byId("query");
  const count = byId("count");
  let matches = [];
  let at = -1;
  let folded = null;
  const fold = (string) => {
    const characters = [];
    const places = [];
    for (let i = 0; i < string.length; i += 1) {
      const code = string.charCodeAt(i);
      let char = string[i];
      if (code > 127) char = code >= 0xd800 && code <= 0xdfff ? char : char.normalize("NFKC");
      for (const c of char.toLowerCase().replace(/\s+/gu, "")) {
        for (let k = 0; k < c.length; k += 1) places.push(i);
        characters.push(c);
      }
    }
    return [characters.join(""), places];
  };
  const search = () => {
    const [wanted] = fold(query.value);
    matches = [];
    at = -1;
    if (wanted) {
      folded ??= order.map((key) => [key, ...fold(words.get(key).textContent)]);
      for (const [key, string, places] of folded) {
        for (let i = string.indexOf(wanted); i >= 0; i = string.indexOf(wanted, i + wanted.length)) {
          matches.push([key, places[i], places[i + wanted.length - 1] + 1]);
        }
      }
    }
    highlight("found", matches.map(([key, start, end]) => range(words.get(key), start, end)).filter(Boolean));
    highlight("current", []);
    count.textContent = wanted ? `${matches.length} found` : "";
  };
  const step = (by) => {
    if (!matches.length) return;
    at = at < 0 && by < 0 ? matches.length - 1 : (at + by + matches.length) % matches.length;
    const [key, start, end] = matches[at];
    light(key, "search");
    const found = range(words.get(key), start, end);
    if (found) {
      highlight("current", [found]);
      bring(found, text);
    }
    count.textContent = `${at + 1} of ${matches.length}`;
    status.textContent = `match ${at + 1} of ${matches.length}, ${where(key)}`;
  };
  let typed = 0;
  query.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(() => {
      search();
      step(1);
    }, 150);
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    step(1);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.shiftKey) return;
    event.preventDefault();
    step(-1);
  });
  byId("previous").addEventListener("click", () => step(-1));

  // --- size of the pages, what is shown, light and dark

  const [LEAST, MOST] = [0.2, 5];
  let zoom = 1;
  const size = (wanted) => {
    const before = { x: pages.scrollLeft / pages.scrollWidth, y: pages.scrollTop / pages.scrollHeight };
    zoom = Math.min(MOST, Math.max(LEAST, wanted));
    pages.style.setProperty("--zoom", zoom);
    byId("zoom").textContent = `${Math.round(zoom * 100)} %`;
    pages.scrollTop = before.y * pages.scrollHeight;
    pages.scrollLeft = before.x * pages.scrollWidth;
  };
  const nearest = () => {
    const top = pages.getBoundingClientRect().top + pages.clientHeight / 3;
    return all(".sheet").find((sheet) => sheet.getBoundingClientRect().bottom > top);
  };
  const whole = () => {
    const sheet = nearest();
    if (!sheet) return;
    const { width, height } = sheet.querySelector("svg").viewBox.baseVal;
    const room = pages.clientHeight - 50;
    size((room * (width / height)) / (pages.clientWidth - 20));
    goTo(sheet.dataset.page);
  };
  byId("larger").addEventListener("click", () => size(zoom * 1.25));
  byId("smaller").addEventListener("click", () => size(zoom / 1.25));
  byId("fit").addEventListener("click", () => size(1));
  byId("whole").addEventListener("click", whole);

  const toggles = all("[data-toggle]");
  const applied = () => {
    for (const toggle of toggles) pages.classList.toggle(`no-${toggle.dataset.toggle}`, !toggle.checked);
  };
  toggles.forEach((toggle) => toggle.addEventListener("change", applied));
  applied();
  const menu = document.querySelector(".menu");
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });

  const schemes = ["auto", "light", "dark"];
  const scheme = () => {
    const next = schemes[(schemes.indexOf(document.documentElement.dataset.scheme ?? "auto") + 1) % schemes.length];
    document.documentElement.dataset.scheme = next;
    byId("scheme").textContent = `Scheme: ${next}`;
  };
  byId("scheme").addEventListener("click", scheme);

  // --- keyboard

  const move = (by) => {
    if (!order.length) return;
    const from = current === null ? (by > 0 ? -1 : order.length) : order.indexOf(current);
    const next = Math.min(order.length - 1, Math.max(0, from + by));
    light(order[next], "keys");
  };
  const moveArticle = (by) => {
    const articles = all("article");
    if (!articles.length) return;
    const from = articles.indexOf(current === null ? null : words.get(current)?.closest("article"));
    const next = from < 0 ? (by > 0 ? 0 : articles.length - 1) : from + by;
    lightArticle(articles[Math.min(articles.length - 1, Math.max(0, next))].id, "keys");
  };
  const nextDoubtful = () => {
    const doubtful = all("p.doubtful").map((element) => element.dataset.t);
    if (!doubtful.length) {
      status.textContent = "no paragraph of low confidence";
      return;
    }
    const from = current === null ? -1 : order.indexOf(current);
    light(doubtful.find((key) => order.indexOf(key) > from) ?? doubtful[0], "keys");
  };
  const help = byId("help");
  const go = byId("go");
  byId("help-button").addEventListener("click", () => help.showModal());
  go.addEventListener("close", () => goTo(byId("go-page").value));
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    "]": () => moveArticle(1),
    "[": () => moveArticle(-1),
    d: nextDoubtful,
    f: () => moveFact(1),
    F: () => moveFact(-1),
    "/": () => query.select(),
    n: () => step(1),
    N: () => step(-1),
    g: () => {
      byId("go-page").value = "";
      go.showModal();
    },
    "+": () => size(zoom * 1.25),
    "=": () => size(zoom * 1.25),
    "-": () => size(zoom / 1.25),
    0: () => size(1),
    w: whole,
    t: scheme,
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || go.open) return;
    if (event.key === "Escape") {
      menu.open = false;
      query.value = "";
      search();
      clear();
      document.activeElement.blur();
      return;
    }
    if (event.target.matches("input:not([type=checkbox])")) return;
    const toggle = toggles[Number(event.key) - 1];
    if (toggle) toggle.click();
    else if (Object.hasOwn(keys, event.key)) keys[event.key]();
    else return;
    event.preventDefault();
  });
})();
