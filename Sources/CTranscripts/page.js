// A transcript's page reads without this: it adds walking from step to step, the views of single
// parties, and fields that light up with their bytes.
'use strict';
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = document) => root.querySelector(selector);
  const body = document.body;
  const steps = all('.step');
  const rungs = all('.ladder a');
  const slider = one('#walk');
  const reason = one('#reason');
  let current = 1;
  let view = 'all';

  // Steps

  function show(number, moveFocus) {
    current = Math.min(Math.max(1, number), steps.length);
    for (const step of steps) step.classList.toggle('current', step.id === `s-${current}`);
    slider.value = current;
    const step = steps[current - 1];
    one('#place').textContent = `step ${current} of ${steps.length}`;
    let last = null;
    for (const rung of rungs) {
      const isSent = Number(rung.dataset.step) <= current;
      rung.classList.toggle('future', !isSent);
      rung.removeAttribute('aria-current');
      if (isSent) last = rung;
    }
    if (last) {
      last.setAttribute('aria-current', 'step');
      const box = last.closest('nav');
      const top = last.offsetTop - box.offsetTop;
      if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 40) box.scrollTop = top - 80;
    }
    reason.hidden = true;
    shown = null;
    look();
    if (moveFocus) step.focus({ preventScroll: true });
  }

  function walk(isOn) {
    body.classList.toggle('walking', isOn);
    one('#whole').setAttribute('aria-pressed', String(!isOn));
    look();
  }

  function nextMessage(direction) {
    const sent = rungs.map((rung) => Number(rung.dataset.step));
    const target = direction > 0
      ? sent.find((step) => step > current)
      : sent.filter((step) => step < current).pop();
    if (target) show(target, true);
  }

  // Whose eyes

  function hatch(element, isHidden, who) {
    if (element.classList.contains('hatched') === isHidden) return;
    element.classList.toggle('hatched', isHidden);
    element.inert = isHidden;
    const note = element.previousElementSibling;
    if (isHidden) {
      const words = document.createElement('p');
      words.className = 'hatch-note';
      words.textContent = `not readable for the ${who}`;
      element.before(words);
    } else if (note && note.classList.contains('hatch-note')) {
      note.remove();
    }
  }

  function look() {
    const chosen = one(`input[name=view][value="${view}"]`);
    const who = chosen ? chosen.dataset.name : view;
    const now = body.classList.contains('walking') ? current : steps.length;
    const seen = body.classList.contains('walking') ? [steps[current - 1]] : steps;
    for (const step of seen) {
      for (const part of all('[data-readers]', step)) {
        hatch(part, view !== 'all' && !part.dataset.readers.split(' ').includes(view), who);
      }
    }
    for (const part of all('[data-views]')) {
      part.hidden = !part.dataset.views.split(' ').includes(view);
    }
    // What is to come only those know who see everything.
    for (const rung of rungs) {
      rung.parentElement.hidden ||= view !== 'all' && Number(rung.dataset.step) > now;
    }
    const title = one('.title:not([hidden])', steps[current - 1]);
    slider.setAttribute('aria-valuetext', title ? title.textContent : '');
    for (const cell of all('#known td[data-from]')) {
      const from = Number(cell.dataset.from || 0);
      const erased = Number(cell.dataset.erased || 0);
      cell.textContent = !from || from > now ? '-' : erased && erased <= now ? `erased at ${erased}` : `has it, since ${from}`;
    }
  }

  // Fields and their bytes

  let shown = null;

  function light(target) {
    const message = target.closest('.message');
    if (!message || target === shown) return;
    shown = target;
    for (const lit of all('.lit')) lit.classList.remove('lit');
    const first = Number(target.dataset.f);
    const last = Number(target.dataset.l || first);
    for (const run of all('.b', message)) {
      const place = Number(run.dataset.f);
      run.classList.toggle('lit', place >= first && place <= last);
    }
    const field = one(`.fields .f[data-f="${first}"]`, message);
    if (!field) return;
    for (let box = field.closest('details'); box; box = box.parentElement.closest('details')) {
      if (one(':scope > summary', box) !== field) box.open = true;
    }
    field.classList.add('lit');
    explain(field);
  }

  function explain(field) {
    reason.replaceChildren();
    const heading = document.createElement('p');
    heading.className = 'heading';
    heading.textContent = field.textContent;
    reason.append(heading);
    for (const key of (field.dataset.w || '').split(' ').filter(Boolean)) {
      const entry = document.getElementById(key);
      if (!entry) continue;
      const words = document.createElement('p');
      words.textContent = entry.textContent;
      reason.append(words);
    }
    reason.hidden = false;
  }

  const lightable = (event) => event.target.closest ? event.target.closest('.b, .fields .f') : null;
  for (const kind of ['pointerover', 'focusin', 'click']) {
    document.addEventListener(kind, (event) => {
      const target = lightable(event);
      if (target) light(target);
    });
  }

  // One run of bytes of each message can be reached with Tab, the others with the arrow keys.
  for (const box of all('.bytes')) {
    const first = one('.b', box);
    if (first) first.tabIndex = 0;
  }

  function moveWithin(run, direction) {
    const next = direction > 0 ? run.nextElementSibling : run.previousElementSibling;
    if (!next) return;
    run.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  // Keys

  document.addEventListener('keydown', (event) => {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!direction || event.altKey || event.ctrlKey || event.metaKey) return;
    const run = event.target.closest ? event.target.closest('.b') : null;
    if (run) {
      moveWithin(run, direction);
    } else if (event.target.matches('input')) {
      return;
    } else if (event.shiftKey) {
      nextMessage(direction);
    } else {
      show(current + direction, true);
    }
    event.preventDefault();
  });

  // Commands to copy

  async function copy(button) {
    const text = one('code', button.parentElement).textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages from a file may not reach the clipboard that way.
      const range = document.createRange();
      range.selectNodeContents(one('code', button.parentElement));
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      document.execCommand('copy');
    }
    button.textContent = 'copied';
    setTimeout(() => { button.textContent = 'copy'; }, 1500);
  }

  // Wiring

  slider.addEventListener('input', () => show(Number(slider.value), false));
  one('#before').addEventListener('click', () => show(current - 1, false));
  one('#after').addEventListener('click', () => show(current + 1, false));
  one('#message-before').addEventListener('click', () => nextMessage(-1));
  one('#message-after').addEventListener('click', () => nextMessage(1));
  one('#whole').addEventListener('click', () => walk(!body.classList.contains('walking')));
  for (const choice of all('input[name=view]')) {
    choice.addEventListener('change', () => { view = choice.value; look(); });
  }
  document.addEventListener('click', (event) => {
    if (event.target.matches('button.copy')) copy(event.target);
  });

  function follow() {
    const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    const step = target ? target.closest('.step') : null;
    if (step) {
      show(steps.indexOf(step) + 1, false);
      target.scrollIntoView({ block: 'nearest' });
    }
  }
  addEventListener('hashchange', follow);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) follow();
  });
  // On paper stands everything, as the chosen view has it.
  let wasWalking = false;
  addEventListener('beforeprint', () => {
    wasWalking = body.classList.contains('walking');
    for (const box of all('details')) box.open = true;
    walk(false);
  });
  addEventListener('afterprint', () => walk(wasWalking));

  one('.controls').hidden = false;
  walk(true);
  show(rungs.length ? Number(rungs[0].dataset.step) : 1, false);
  follow();
})();
