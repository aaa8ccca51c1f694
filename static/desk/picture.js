// The focal point: press on the picture, drag the ring, or move it with the arrow keys. The number fields say the same.
const frame = document.querySelector("[data-focal-frame]");
const across = document.querySelector("[data-focal=x]");
const down = document.querySelector("[data-focal=y]");

if (frame && across && down) {
  const point = document.createElement("button");
  point.type = "button";
  point.className = "shown__point";
  point.setAttribute("aria-label", frame.dataset.focalWords);
  frame.append(point);
  frame.dataset.on = "";

  const inside = (share) => Math.min(1, Math.max(0, share));
  const show = () => {
    point.style.left = `${inside(Number(across.value)) * 100}%`;
    point.style.top = `${inside(Number(down.value)) * 100}%`;
  };
  const put = (x, y) => {
    across.value = inside(x).toFixed(2);
    down.value = inside(y).toFixed(2);
    show();
  };
  const follow = (event) => {
    const box = frame.getBoundingClientRect();
    put((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };

  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    point.focus();
    frame.setPointerCapture(event.pointerId);
    follow(event);
    frame.addEventListener("pointermove", follow);
    const end = () => frame.removeEventListener("pointermove", follow);
    frame.addEventListener("pointerup", end, { once: true });
    frame.addEventListener("pointercancel", end, { once: true });
  });
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 0.01;
    const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [];
    if (x === undefined) return;
    event.preventDefault();
    put(Number(across.value) + x, Number(down.value) + y);
  });
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  show();
}
