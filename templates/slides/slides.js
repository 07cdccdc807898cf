(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const here = () => {
    const middle = window.innerHeight / 2;
    return slides.findIndex((s) => s.getBoundingClientRect().bottom > middle);
  };
  const go = (step) => {
    const next = slides[Math.min(slides.length - 1, Math.max(0, here() + step))];
    next.scrollIntoView();
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  document.addEventListener("keydown", (event) => {
    const onButton = event.target instanceof HTMLButtonElement && event.key === " ";
    if (event.key in steps && onButton === false && event.ctrlKey === false && event.altKey === false) {
      event.preventDefault();
      go(steps[event.key]);
    }
  });
  const shown = (seconds) => Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  for (const button of document.querySelectorAll(".count")) {
    const whole = Number(button.closest(".slide").dataset.minutes) * 60;
    let timer = null;
    const stop = () => { clearInterval(timer); timer = null; };
    button.hidden = false;
    button.addEventListener("click", () => {
      if (timer) { stop(); button.textContent = shown(whole); return; }
      const end = Date.now() + whole * 1000;
      timer = setInterval(() => {
        const left = Math.max(0, Math.round((end - Date.now()) / 1000));
        button.textContent = shown(left);
        if (left === 0) { stop(); }
      }, 250);
    });
  }
})();
