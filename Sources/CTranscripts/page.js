// A transcript's page reads without this: it adds folding, walking from step to step, the views of single
// parties, and the dump whose bytes light up with their fields.
'use strict';
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector, root = document) => root.querySelector(selector);
  const make = (name, style, text = '') => {
    const element = document.createElement(name);
    element.className = style;
    element.textContent = text;
    return element;
  };
  const body = document.body;
  // In other languages than English the page brings its own words.
  const own = new Map((body.dataset.words || '').split('|').map((pair) => pair.split('=')));
  const say = (english, ...values) =>
    (own.get(english) || english).replace(/\{([1-9])\}/g, (_, place) => values[place - 1]);
  const steps = all('.step');
  const rungs = all('.ladder a');
  const slider = one('#walk');
  const reason = one('#reason');
  const only = new URLSearchParams(location.search).get('only');
  let current = 1;
  let view = 'all';

  // Folding: what is folded is still found by whoever looks for it in the page.

  const isFolded = (box) => box.hasAttribute('hidden');

  function setFolded(box, isShut) {
    if (isShut) box.setAttribute('hidden', 'until-found');
    else box.removeAttribute('hidden');
    const handle = box.previousElementSibling;
    const button = handle && one('button', handle);
    if (button && button.hasAttribute('aria-expanded')) button.setAttribute('aria-expanded', String(!isShut));
    if (!isShut && box.classList.contains('body')) tell(box);
  }

  const bodies = all('.body');
  for (const head of all('.fold-head')) {
    const button = make('button', 'fold');
    button.type = 'button';
    button.setAttribute('aria-expanded', 'true');
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const box = head.nextElementSibling;
      setFolded(box, !isFolded(box));
      const step = head.closest('.step');
      if (isFolded(box) || !step) return;
      current = steps.indexOf(step) + 1;
      address(addressOf(step));
    });
  }
  document.addEventListener('beforematch', (event) => {
    const box = event.target;
    if (box.classList.contains('step')) show(steps.indexOf(box) + 1, false);
    else setFolded(box, false);
  });

  /// Opens whatever is folded around an element.
  function reveal(element) {
    const step = element.closest('.step');
    if (step && isWalking()) show(steps.indexOf(step) + 1, false);
    if (step) current = steps.indexOf(step) + 1;
    for (let box = element; box; box = box.parentElement) {
      if (box !== step && box.getAttribute('hidden') === 'until-found') setFolded(box, false);
      if (box.tagName === 'DETAILS') box.open = true;
    }
    const own = element.classList.contains('step') ? one(':scope > .body', element) : null;
    const next = element.classList.contains('fold-head') ? element.nextElementSibling : null;
    if (own || next) setFolded(own || next, false);
  }

  // Modes: to read, from top to bottom; to investigate, step by step or all steps at once.

  const isReading = () => body.classList.contains('reading');
  const isWalking = () => body.classList.contains('walking');

  function read(isOn) {
    body.classList.toggle('reading', isOn);
    one('#read').setAttribute('aria-pressed', String(isOn));
    one('#investigate').setAttribute('aria-pressed', String(!isOn));
    for (const box of bodies) setFolded(box, isOn);
    reason.hidden = true;
    walk(!isOn);
  }

  function walk(isOn) {
    body.classList.toggle('walking', isOn);
    one('#whole').setAttribute('aria-pressed', String(!isOn));
    hideOthers();
    look();
  }

  function hideOthers() {
    for (const [place, step] of steps.entries()) {
      const isHere = place + 1 === current;
      step.classList.toggle('current', isHere);
      if (isWalking() && !isHere) step.setAttribute('hidden', only ? '' : 'until-found');
      else step.removeAttribute('hidden');
    }
  }

  // Steps

  function show(number, moveFocus) {
    current = Math.min(Math.max(1, number), steps.length);
    hideOthers();
    slider.value = current;
    const step = steps[current - 1];
    one('#place').textContent = say('step {1} of {2}', current, steps.length);
    let last = null;
    for (const rung of rungs) {
      const isSent = Number(rung.dataset.step) <= current;
      rung.classList.toggle('future', isWalking() && !isSent);
      rung.removeAttribute('aria-current');
      if (isSent) last = rung;
    }
    if (last && isWalking()) {
      last.setAttribute('aria-current', 'step');
      const box = last.closest('nav');
      const top = last.offsetTop - box.offsetTop;
      if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 40) box.scrollTop = top - 80;
    }
    choose(null);
    look();
    if (moveFocus) {
      step.focus({ preventScroll: true });
      address(addressOf(step));
    }
  }

  function step(direction) {
    show(current + direction, false);
    address(addressOf(steps[current - 1]));
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
      element.before(make('p', 'hatch-note', say('not readable for the {1}', who)));
    } else if (note && note.classList.contains('hatch-note')) {
      note.remove();
    }
  }

  function look() {
    const loot = one('#steal') ? one('#steal').selectedOptions[0].dataset.loot : null;
    const chosen = one('input[name=view]:checked');
    const who = (chosen ? chosen.dataset.name : view) + (loot ? say(', who has {1}', loot) : '');
    const now = isWalking() ? current : steps.length;
    const seen = isWalking() ? [steps[current - 1]] : steps;
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
    body.dataset.view = view;
    const title = one('.title:not([hidden])', steps[current - 1]);
    slider.setAttribute('aria-valuetext', title ? title.textContent : '');
    for (const cell of all('#known td[data-from]')) {
      const from = Number(cell.dataset.from || 0);
      const erased = Number(cell.dataset.erased || 0);
      cell.textContent = !from || from > now ? '-' : erased && erased <= now ? say('erased at {1}', erased) : say('has it, since {1}', from);
    }
  }

  function steal(choice) {
    const option = choice.selectedOptions[0];
    one('#gain').textContent = option.dataset.says || '';
    view = option.value || 'eavesdropper';
    one('input[name=view][value=eavesdropper]').checked = true;
    look();
  }

  function lookAs(party) {
    view = party;
    if (one('#steal')) {
      one('#steal').value = '';
      one('#steal').selectedIndex = 0;
      one('#gain').textContent = '';
    }
    look();
  }

  // Fields and their bytes. A row is a line of the list of fields; a run the bytes of a field in which there
  // are no others.

  const runsOf = new Map();
  const rowOf = new Map();
  const names = new Map();

  function run(row, code) {
    const span = make('span', 'b', code.textContent);
    span.setAttribute('role', 'button');
    span.tabIndex = -1;
    span.setAttribute('aria-label', `${names.get(row)}, ${code.textContent.slice(0, 47)}`);
    rowOf.set(span, row);
    for (let item = row; item; item = item.parentElement.closest('li')) {
      runsOf.get(item).push(span);
    }
    return span;
  }

  function bytes(codes, label) {
    const line = make('p', 'bytes');
    line.setAttribute('role', 'group');
    line.setAttribute('aria-label', say('bytes of {1}', label));
    for (const code of codes) line.append(run(code.closest('li'), code), ' ');
    const first = one('.b', line);
    // One run of bytes can be reached with Tab, the others with the arrow keys.
    if (first) first.tabIndex = 0;
    return line;
  }

  const narrow = matchMedia('(max-width: 40rem)');

  function number(offsets) {
    const width = narrow.matches ? 8 : 16;
    const count = Number(offsets.dataset.count);
    const lines = [];
    for (let at = 0; at < count; at += width) lines.push(at.toString(16).padStart(4, '0'));
    offsets.textContent = lines.join('\n');
  }

  function dump(message) {
    const codes = all('.fields .x', message).filter((code) => code.textContent);
    if (!codes.length) return;
    const box = make('div', 'dump');
    box.tabIndex = -1;
    const offsets = make('pre', 'offsets');
    offsets.setAttribute('aria-hidden', 'true');
    offsets.dataset.count = codes.reduce((sum, code) => sum + (code.textContent.length + 1) / 3, 0);
    number(offsets);
    box.append(offsets, bytes(codes, message.dataset.label));
    message.prepend(box);
    // To read, the fields of a small structure stand below its bytes.
    for (const group of all('.fields .g', message)) {
      const own = all(':scope > ul > li > .f > .x', group).filter((code) => code.textContent);
      if (own.length) one(':scope > .f', group).after(bytes(own, names.get(group)));
    }
  }

  for (const message of all('.message')) {
    for (const row of all('.fields li', message)) {
      const button = one(':scope > .f > .field', row);
      names.set(row, button.textContent);
      runsOf.set(row, []);
      if (one(':scope > ul', row)) button.setAttribute('aria-expanded', 'true');
    }
    dump(message);
    for (const list of all('ul.shut', message)) foldRow(list.parentElement, true);
    for (const code of all('.fields .x.long', message)) {
      code.tabIndex = 0;
      code.setAttribute('role', 'region');
      code.setAttribute('aria-label', say('bytes of {1}', names.get(code.closest('li'))));
    }
  }
  narrow.addEventListener('change', () => all('.offsets').forEach(number));

  function foldRow(row, isShut) {
    const list = one(':scope > ul', row);
    if (!list) return;
    if (isShut) list.setAttribute('hidden', 'until-found');
    else list.removeAttribute('hidden');
    one(':scope > .f > .field', row).setAttribute('aria-expanded', String(!isShut));
  }
  document.addEventListener('beforematch', (event) => {
    if (event.target.matches('.fields ul')) foldRow(event.target.parentElement, false);
  });

  let lighted = null;
  let chosen = null;

  function light(row, isFollowed) {
    if (row === lighted) return;
    lighted = row;
    for (const lit of all('.lit')) lit.classList.remove('lit');
    if (!row) {
      reason.hidden = true;
      return;
    }
    for (const span of runsOf.get(row)) span.classList.add('lit');
    for (let box = row.parentElement; box && box.matches('.fields ul'); box = box.parentElement.parentElement) {
      foldRow(box.parentElement, false);
    }
    one(':scope > .f', row).classList.add('lit');
    if (isFollowed) follow(row);
    explain(row);
  }

  /// Brings the lit bytes into the part of the dump that is in sight.
  function follow(row) {
    const box = one('.dump', row.closest('.message'));
    const first = box && one('.b.lit', box);
    if (!first || box.scrollHeight <= box.clientHeight) return;
    const top = first.getClientRects()[0].top - box.getBoundingClientRect().top;
    if (top < 0 || top > box.clientHeight - 30) box.scrollTop += top - box.clientHeight / 3;
  }

  function choose(row) {
    for (const old of all('.chosen')) old.classList.remove('chosen');
    chosen = row;
    if (row) {
      one(':scope > .f', row).classList.add('chosen');
      current = steps.indexOf(row.closest('.step')) + 1;
    }
    light(row, true);
    if (CSS.highlights) CSS.highlights.delete('byte');
  }

  function explain(row) {
    reason.replaceChildren();
    const line = one(':scope > .f', row);
    const says = one('.says', line);
    reason.append(make('p', 'heading', names.get(row) + (says ? ` ${says.textContent}` : '')));
    for (const words of reasons(line)) {
      const text = make('p', '');
      text.append(...words);
      reason.append(text);
    }
    reason.hidden = false;
  }

  /// The explanations of a line, from the glossary.
  function reasons(line, told = new Set()) {
    const found = [];
    for (const link of all('.why a', line)) {
      const entry = document.getElementById(link.hash.slice(1));
      if (!entry || told.has(link.hash)) continue;
      told.add(link.hash);
      found.push(entry.cloneNode(true).childNodes);
    }
    return found;
  }

  /// Puts the reasons below their bytes, each where it is wanted first.
  function tell(box) {
    if (box.dataset.told || !isReading() || !one(':scope .fields', box)) return;
    box.dataset.told = '1';
    const told = new Set();
    for (const line of all('.fields .f', box)) {
      for (const words of reasons(line, told)) {
        const text = make('p', 'prose');
        text.append(...words);
        line.append(text);
      }
    }
  }

  // Addresses: `#client_hello`, `#client_hello.random`, `#client_hello@11`; what is inside a protected record
  // counts its bytes as `#certificate.inside@4`.

  function address(text) {
    if (!text || only) return;
    try {
      history.replaceState(null, '', `#${encodeURI(text)}`);
    } catch {
      // Some browsers refuse it for a page from a file.
    }
  }

  function addressOf(step) {
    if (!step) return null;
    const head = one('h2', step);
    // The name of a message that one can't read is no part of an address.
    return step.dataset.message && view === 'all' ? head.id : step.id;
  }

  /// A list's entries have numbers already; of others with one name the second is `-2`.
  function pathOf(row) {
    const parts = [];
    const root = row.closest('.step').dataset.message;
    for (let item = row; item; item = item.parentElement.closest('li')) {
      const name = names.get(item);
      if (name === root) break;
      const before = Array.from(item.parentElement.children).filter((other) => names.get(other) === name);
      const place = before.indexOf(item) + 1;
      parts.unshift(place > 1 ? `${name}-${place}` : name);
    }
    return parts.join('.');
  }

  function rowAt(step, path) {
    const rows = all('.fields li', step);
    const exact = rows.find((row) => pathOf(row) === path);
    return exact || rows.find((row) => pathOf(row).endsWith(`.${path}`));
  }

  const offsetOf = (span) => Number(one(':scope > .f > .at', rowOf.get(span)).textContent);

  function byteAt(step, place) {
    const isInside = place.startsWith('.inside@');
    const messages = all('.message', step);
    const message = isInside ? messages[1] || messages[0] : messages[0];
    const at = Number(place.slice(place.indexOf('@') + 1));
    if (!message || !Number.isInteger(at)) return null;
    const span = all('.dump .b', message).find((one) => {
      const start = offsetOf(one);
      return at >= start && at < start + (one.textContent.length + 1) / 3;
    });
    return span ? { span, place: at - offsetOf(span) } : null;
  }

  function mark(span, place) {
    if (!CSS.highlights || !window.Highlight) return;
    const range = document.createRange();
    range.setStart(span.firstChild, place * 3);
    range.setEnd(span.firstChild, Math.min(place * 3 + 2, span.textContent.length));
    CSS.highlights.set('byte', new Highlight(range));
  }

  /// The byte of a run that was clicked on, counted from 0.
  function byteBelow(span, event) {
    const caret = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(event.clientX, event.clientY) : null;
    return caret && caret.offsetNode === span.firstChild ? Math.floor(caret.offset / 3) : 0;
  }

  function go() {
    let wanted = '';
    try {
      wanted = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    if (!wanted) return;
    const known = document.getElementById(wanted);
    if (known) {
      reveal(known);
      const step = known.closest('.step');
      (step && known.matches('h2') ? step : known).scrollIntoView({ block: step === known ? 'start' : 'nearest' });
      return;
    }
    const [, name, rest] = /^([^.@]+)(.*)$/.exec(wanted) || [];
    const head = name ? document.getElementById(name) : null;
    const step = head ? head.closest('.step') : null;
    if (!step) return;
    reveal(head);
    const byte = rest.includes('@') ? byteAt(step, rest) : null;
    const row = byte ? rowOf.get(byte.span) : rowAt(step, rest.slice(1));
    if (!row) return;
    reveal(row);
    choose(row);
    one(':scope > .f', row).scrollIntoView({ block: 'center' });
    if (byte) mark(byte.span, byte.place);
  }

  // Pointing lights up; a click selects, and a second one folds.

  function rowBelow(event) {
    const target = event.target.closest ? event.target.closest('.b, .fields .f') : null;
    if (!target) return null;
    return target.classList.contains('b') ? rowOf.get(target) : target.parentElement;
  }

  document.addEventListener('pointerover', (event) => {
    const row = rowBelow(event);
    if (row) light(row, !event.target.closest('.dump'));
    else if (event.target.closest('.message') === null) light(chosen, false);
  });
  document.addEventListener('focusin', (event) => {
    const row = rowBelow(event);
    if (row) light(row, !event.target.closest('.dump'));
  });
  document.addEventListener('click', (event) => {
    const row = rowBelow(event);
    if (!row || event.target.closest('a')) return;
    const wasChosen = chosen === row;
    choose(row);
    const step = row.closest('.step');
    const start = addressOf(step);
    const span = event.target.closest('.b');
    if (!span) {
      if (wasChosen) foldRow(row, !isFolded(one(':scope > ul', row) || body));
      const path = pathOf(row);
      address(step.dataset.message && view === 'all' && path ? `${start}.${path}` : start);
      return;
    }
    const place = byteBelow(span, event);
    mark(span, place);
    const isInside = all('.message', step).indexOf(span.closest('.message')) > 0;
    address(view === 'all' ? `${start}${isInside ? '.inside' : ''}@${offsetOf(span) + place}` : start);
  });

  function moveWithin(span, direction) {
    const spans = all('.b', span.parentElement);
    const next = spans[spans.indexOf(span) + direction];
    if (!next) return;
    span.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  // Keys

  document.addEventListener('keydown', (event) => {
    const span = event.target.closest ? event.target.closest('.b') : null;
    if (span && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      span.click();
      return;
    }
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!direction || event.altKey || event.ctrlKey || event.metaKey) return;
    if (span) {
      moveWithin(span, direction);
    } else if (event.target.matches('input, select, .x') || only || isReading()) {
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
    button.textContent = say('copied');
    setTimeout(() => { button.textContent = say('copy'); }, 1500);
  }

  // Wiring

  function investigate() {
    const row = chosen;
    read(false);
    show(current, false);
    if (row) choose(row);
    if (row) one(':scope > .f', row).scrollIntoView({ block: 'center' });
    else if (scrollY > bar.offsetTop) steps[current - 1].scrollIntoView({ block: 'start' });
  }

  /// What sticks to the window's top sticks below the controls.
  const bar = one('.controls');
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--bar', `${bar.offsetHeight}px`);
  }).observe(bar);

  slider.addEventListener('input', () => show(Number(slider.value), false));
  slider.addEventListener('change', () => address(addressOf(steps[current - 1])));
  const buttons = {
    before: () => step(-1),
    after: () => step(1),
    'message-before': () => nextMessage(-1),
    'message-after': () => nextMessage(1),
    whole: () => walk(!isWalking()),
    read: () => read(true),
    investigate,
    unfold: () => bodies.forEach((box) => setFolded(box, false)),
    fold: () => bodies.forEach((box) => setFolded(box, true)),
  };
  for (const [id, act] of Object.entries(buttons)) one(`#${id}`).addEventListener('click', act);
  for (const choice of all('input[name=view]')) {
    choice.addEventListener('change', () => lookAs(choice.value));
  }
  if (one('#steal')) one('#steal').addEventListener('change', (event) => steal(event.target));
  document.addEventListener('click', (event) => {
    if (event.target.matches('button.copy')) copy(event.target);
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) go();
  });
  addEventListener('hashchange', go);

  one('.controls').hidden = false;
  const slide = only ? document.getElementById(only) : null;
  const first = rungs.length ? Number(rungs[0].dataset.step) : 1;
  if (slide && slide.closest('.step')) {
    body.classList.add('only');
    read(false);
    show(steps.indexOf(slide.closest('.step')) + 1, false);
  } else {
    current = first;
    read(true);
    show(first, false);
  }
  go();
})();
