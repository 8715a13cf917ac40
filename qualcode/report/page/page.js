/* The coded study in one page: marks are drawn where the reader looks, never all at once.
   Everything from the material is put in as text (textContent), never as markup. */
(() => {
  'use strict';
  const study = JSON.parse(document.getElementById('~study-data').textContent);
  const say = study.words;
  const root = document.documentElement;
  root.classList.add('js');
  // The page's own names begin with ~, so that no document's name can be taken for one.
  const $ = (id) => document.getElementById('~' + id);
  const make = (name, kind, text) => {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const number = new Intl.NumberFormat(study.language);

  // --- What the page holds -----------------------------------------------------------------
  const turns = [];        // {element, words, text, speaker, document, marks: [], cases: [], shown}
  const byAddress = new Map();
  const codings = [];      // {code, coder, pieces: [[turn, start, stop]], more, address, shown}
  study.documents.forEach((doc, d) => {
    const first = turns.length;
    const others = new Set(doc.others || []);
    for (const element of document.querySelectorAll(`[data-doc="${d}"] .t`)) {
      const words = element.querySelector('.x');
      const speaker = (element.querySelector('b') || {}).textContent || '';
      const turn = { element, words, text: words ? words.textContent : '', speaker, document: d, marks: [], shown: true };
      const asking = element.classList.contains('q');
      const at = turns.length - first;
      turn.number = turns.length;
      turn.role = asking ? 'interviewer' : others.has(at) ? 'other' : 'informant';
      turn.unit = doc.units ? doc.units[at] : -1;
      turn.gap = doc.gaps ? doc.gaps[at] : 0;
      if (at) turns[turns.length - 1].after = turn;
      turn.cases = asking ? Object.values(doc.cases).flat() : (doc.cases[speaker] || []).concat(doc.cases['*'] || []);
      byAddress.set(element.id, turn);
      element.turn = turn;
      turns.push(turn);
    }
    const flat = doc.codings;
    for (let at = 0; at < flat.length; at += 6) {
      const [code, coder, from, start, further, stop] = flat.slice(at, at + 6);
      const coding = { code, coder, document: d, pieces: [], more: study.more[codings.length] || {}, shown: true };
      for (let t = from; from >= 0 && t <= from + further; t++) {
        const turn = turns[first + t];
        coding.pieces.push([turn, t === from ? start : 0, t === from + further ? stop : turn.text.length]);
        turn.marks.push([coding, coding.pieces[coding.pieces.length - 1]]);
      }
      codings.push(coding);
    }
  });
  const quoteOf = (coding) => coding.more.quote !== undefined ? coding.more.quote
    : coding.pieces.filter(([turn]) => coding.pieces.length === 1 || !turn.element.classList.contains('q'))
      .map(([turn, start, stop]) => turn.text.slice(start, stop)).join(' … ');

  // --- Filters -----------------------------------------------------------------------------
  const chosen = { code: new Set(), coder: new Set(), case: new Set() };
  const within = (code, wanted) => {
    for (let at = code; at >= 0; at = study.codes[at].parent) if (wanted.has(at)) return true;
    return false;
  };
  const apply = () => {
    for (const kind of Object.keys(chosen)) {
      chosen[kind] = new Set([...document.querySelectorAll(`input[data-filter="${kind}"]:checked`)].map((box) => +box.value));
    }
    const doc = $('document').value === '' ? -1 : +$('document').value;
    const only = $('only').checked && (chosen.code.size > 0 || chosen.coder.size > 0);
    let shownTurns = 0, shownCodings = 0;
    // A box counts what the other filters leave, its own kind aside: what ticking it would show.
    const counts = { code: new Map(), coder: new Map() };
    const count = (kind, at) => counts[kind].set(at, (counts[kind].get(at) || 0) + 1);
    const inCase = (turn) => !chosen.case.size || turn.cases.some((c) => chosen.case.has(c));
    for (const coding of codings) {
      const place = (doc < 0 || doc === coding.document)
        && (coding.pieces.length ? coding.pieces.some(([turn]) => inCase(turn)) : !chosen.case.size);
      coding.there = place && (!chosen.coder.size || chosen.coder.has(coding.coder));
      const wanted = !chosen.code.size || within(coding.code, chosen.code);
      coding.shown = coding.there && wanted;
      if (coding.shown) shownCodings++;
      if (coding.there) for (let at = coding.code; at >= 0; at = study.codes[at].parent) count('code', at);
      if (place && wanted) count('coder', coding.coder);
    }
    for (const box of document.querySelectorAll('input[data-filter]')) {
      const told = box.parentElement.querySelector('.count');
      if (told) told.textContent = number.format(counts[box.dataset.filter].get(+box.value) || 0);
    }
    const seenDocuments = new Set();
    for (const turn of turns) {
      turn.shown = (doc < 0 || doc === turn.document) && inCase(turn)
        && (!only || turn.marks.some(([coding]) => coding.shown));
      turn.element.hidden = !turn.shown;
      if (turn.shown) { shownTurns++; seenDocuments.add(turn.document); }
    }
    for (const section of document.querySelectorAll('.doc')) section.hidden = !seenDocuments.has(+section.dataset.doc);
    for (const heading of document.querySelectorAll('.g')) heading.hidden = only || !!chosen.case.size;
    $('status').textContent = filled(say.status, {
      turns: number.format(shownTurns), all: number.format(turns.length),
      codings: number.format(shownCodings), total: number.format(codings.length),
    }) + (shownTurns ? '' : ' ' + say.nothing);
    search(false);
    redraw();
    quotes();
  };

  // --- Marks in the text and in the margin -------------------------------------------------
  const seen = new Set();
  const watcher = new IntersectionObserver((entries) => {
    const fresh = [];
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) { seen.add(target.turn); fresh.push(target.turn); } else seen.delete(target.turn);
    }
    draw(fresh.filter((turn) => turn.stale));
  }, { rootMargin: '900px 0px' });
  const redraw = () => {
    for (const turn of turns) turn.stale = true;
    draw([...seen]);
  };
  const draw = (some) => {
    for (const turn of some) decorate(turn);
    const boxes = some.map((turn) => turn.margin && measure(turn));
    some.forEach((turn, at) => { if (boxes[at]) bars(turn, boxes[at]); });
  };
  const decorate = (turn) => {
    turn.stale = false;
    const marks = turn.marks.filter(([coding]) => coding.shown)
      .sort((a, b) => a[1][1] - b[1][1] || b[1][2] - a[1][2]);
    const hits = found.byTurn.get(turn) || [];
    turn.spans = new Map();
    if (turn.words) {
      const edges = new Set([0, turn.text.length]);
      for (const [, [, start, stop]] of marks) edges.add(start).add(stop);
      for (const hit of hits) edges.add(hit.start).add(hit.stop);
      const cuts = [...edges].sort((a, b) => a - b);
      const pieces = [];
      for (let at = 0; at + 1 < cuts.length; at++) {
        const [start, stop] = [cuts[at], cuts[at + 1]];
        const over = marks.filter(([, piece]) => piece[1] <= start && stop <= piece[2]).map(([coding]) => coding);
        const covers = (h) => h.start <= start && stop <= h.stop;
        const hit = hits.find((h) => h.place === found.hits[found.at] && covers(h)) || hits.find(covers);
        const text = turn.text.slice(start, stop);
        if (!over.length && !hit) { pieces.push(text); continue; }
        const span = make(hit ? 'mark' : 'span', '', text);
        if (hit && hit.place === found.hits[found.at]) span.classList.add('now');
        if (over.length) underline(span, over);
        for (const coding of over) {
          if (!turn.spans.has(coding)) turn.spans.set(coding, []);
          turn.spans.get(coding).push(span);
        }
        pieces.push(span);
      }
      turn.words.replaceChildren(...pieces);
    }
    if (turn.margin) { turn.margin.remove(); turn.margin = null; }
    if (!marks.length) return;
    turn.margin = make('div', 'm');
    turn.drawn = marks;
    const list = make('ul');
    list.setAttribute('aria-label', say.codings);
    turn.lanes = lanes(marks);
    list.style.paddingLeft = `${(Math.max(...turn.lanes) + 1) * 8 + 4}px`;
    for (const [coding] of marks) list.append(label(turn, coding));
    turn.margin.append(list);
    turn.element.append(turn.margin);
  };
  const color = (code) => study.codes[code].color;
  const LINES = ['', 'dashed', 'dotted'];
  const underline = (span, over) => {
    span.classList.add('u');
    span.title = over.map((coding) => study.codes[coding.code].name).join(', ');
    // One line beneath the other; the line's kind tells siblings apart without colour.
    span.style.background = over.slice(0, 4).map((coding, at) => {
      const kind = LINES[study.codes[coding.code].line], c = study.codes[coding.code].ink;
      const ink = kind === 'dashed' ? `repeating-linear-gradient(90deg,${c} 0 7px,transparent 7px 10px)`
        : kind === 'dotted' ? `repeating-linear-gradient(90deg,${c} 0 2px,transparent 2px 4px)`
        : `linear-gradient(${c},${c})`;
      return `${ink} 0 calc(100% - ${at * 3}px)/100% 2px no-repeat`;
    }).join(',');
    span.style.paddingBottom = `${Math.min(over.length, 4) * 3 - 1}px`;
  };
  const lanes = (marks) => {
    const ends = [];
    return marks.map(([, [, start, stop]]) => {
      let lane = ends.findIndex((end) => end <= start);
      if (lane < 0) lane = ends.length;
      ends[lane] = stop;
      return lane;
    });
  };
  const label = (turn, coding) => {
    const item = make('li'), button = make('button');
    button.type = 'button';
    const swatch = make('span', 'swatch');
    swatch.style.background = color(coding.code);
    const more = [];
    if (coding.more.qualifier) more.push(coding.more.qualifier);
    if (coding.more.weight) more.push(filled(say.weight, { weight: coding.more.weight }));
    if (coding.more.unsure) more.push(say.unsure);
    button.append(swatch, make('span', '', study.codes[coding.code].name + (more.length ? ` (${more.join(', ')})` : '')));
    if (study.coders.length > 1) button.append(make('small', '', study.coders[coding.coder]));
    button.setAttribute('aria-expanded', 'false');
    button.title = study.codes[coding.code].id;
    const light = (on) => { for (const span of turn.spans.get(coding) || []) span.classList.toggle('lit', on); };
    button.addEventListener('mouseenter', () => light(true));
    button.addEventListener('mouseleave', () => light(button.getAttribute('aria-expanded') === 'true'));
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-expanded') !== 'true';
      button.setAttribute('aria-expanded', String(open));
      light(open);
      if (!open) { item.querySelector('.more').remove(); return; }
      const note = make('div', 'more');
      const link = make('a', '', study.codes[coding.code].id);
      link.href = '#code:' + encodeURIComponent(study.codes[coding.code].id);
      note.append(link, ` · ${study.coders[coding.coder]}`);
      if (coding.more.translation) note.append('\n' + coding.more.translation);
      if (coding.more.memo) note.append('\n' + coding.more.memo);
      item.append(note);
    });
    item.append(button);
    return item;
  };
  const measure = (turn) => {
    const top = turn.margin.getBoundingClientRect().top;
    return turn.drawn.map(([coding]) => {
      const spans = turn.spans.get(coding);
      if (!spans || !spans.length) return null;
      const last = spans[spans.length - 1].getClientRects();
      const first = spans[0].getClientRects();
      if (!first.length || !last.length) return null;
      return [first[0].top - top, last[last.length - 1].bottom - first[0].top, coding];
    });
  };
  const bars = (turn, boxes) => boxes.forEach((box, at) => {
    if (!box) return;
    const bar = make('div', 'bar');
    bar.style.cssText = `top:${box[0]}px;height:${Math.max(8, box[1])}px;left:${turn.lanes[at] * 8}px`;
    bar.style.background = study.codes[box[2].code].ink;
    turn.margin.append(bar);
  });

  // --- Search ------------------------------------------------------------------------------
  const found = { hits: [], byTurn: new Map(), at: -1, query: '', fault: '' };
  const search = (fresh) => {
    const query = $('search') ? $('search').value.trim() : '';
    if (fresh && query === found.query) return;
    Object.assign(found, { query, hits: [], byTurn: new Map(), at: -1, fault: '' });
    if (query.length > 1) {
      try {
        const shown = turns.filter((turn) => turn.shown);
        const places = Query.places(study, shown, codings.filter((coding) => coding.there), Query.parse(query));
        found.hits = places.filter((place) => place.pieces.some(([turn]) => turn.shown));
      } catch (fault) {
        if (!fault.what) throw fault;
        const said = filled(say['bad.' + fault.what], { name: fault.name });
        found.fault = `${said} ${query.slice(0, fault.at)}\u25b8${query.slice(fault.at)}`;
      }
      for (const place of found.hits) for (const [turn, start, stop] of place.pieces) {
        if (!found.byTurn.has(turn)) found.byTurn.set(turn, []);
        found.byTurn.get(turn).push({ place, start, stop });
      }
    }
    told();
    list();
    if (fresh) redraw();
  };
  const told = () => {
    if ($('hits')) $('hits').textContent = found.query.length < 2 ? '' : found.fault || (found.hits.length
      ? filled(say.hits, { at: number.format(found.at + 1), n: number.format(found.hits.length) }) : say.hits_none);
  };
  const LISTED = 500, SIDE = 40;
  const list = () => {
    const box = $('found');
    if (!box) return;
    box.hidden = !found.hits.length;
    box.querySelector('summary').textContent = filled(say.found, { n: number.format(found.hits.length) });
    box.querySelector('ol').replaceChildren(...(box.open ? found.hits.slice(0, LISTED).map(listed) : []));
    box.querySelector('p').hidden = !box.open || found.hits.length <= LISTED;
  };
  const listed = (place, at) => {
    const item = make('li'), button = make('button'), [turn, start, stop] = place.pieces[0];
    button.type = 'button';
    const words = place.pieces.map(([one, low, high]) => one.text.slice(low, high)).join(' … ');
    button.append(make('small', '', turn.element.id + ' '));
    if (place.codings.length) button.append(words);
    else button.append(turn.text.slice(Math.max(0, start - SIDE), start), make('mark', '', words), turn.text.slice(stop, stop + SIDE));
    const codes = [...new Set(place.codings.map((coding) => study.codes[coding.code].name))];
    if (codes.length) button.append(make('small', '', ' ' + codes.join(', ')));
    button.addEventListener('click', () => { const before = found.at; found.at = at; toHit(0, before); });
    item.append(button);
    return item;
  };
  const toHit = (step, was = found.at) => {
    if (!found.hits.length) return;
    const before = found.hits[was];
    found.at = (found.at + step + found.hits.length) % found.hits.length;
    if (found.at < 0) found.at = 0;
    const turn = found.hits[found.at].pieces[0][0];
    show('transcripts');
    draw([...new Set([...(before ? before.pieces : []), ...found.hits[found.at].pieces].map(([one]) => one))]);
    settle(turn.element);
    const mark = turn.words.querySelector('.now');
    if (mark) mark.scrollIntoView({ block: 'center' });
    told();
  };

  // --- Quotes by code ----------------------------------------------------------------------
  const quotes = () => {
    const view = $('quote-list');
    if ($('quotes').hidden) { view.dataset.stale = '1'; return; }
    delete view.dataset.stale;
    const byCode = new Map();
    for (const coding of codings) if (coding.shown) {
      if (!byCode.has(coding.code)) byCode.set(coding.code, []);
      byCode.get(coding.code).push(coding);
    }
    view.replaceChildren(...[...byCode.keys()].sort((a, b) => a - b).map((code) => {
      const group = make('details'), summary = make('summary');
      const swatch = make('span', 'swatch');
      swatch.style.background = color(code);
      summary.append(swatch, ` ${study.codes[code].name} (${number.format(byCode.get(code).length)})`);
      group.append(summary);
      group.addEventListener('toggle', () => {
        if (!group.open || group.dataset.drawn) return;
        group.dataset.drawn = '1';
        for (const coding of byCode.get(code)) group.append(...quoted(coding));
      });
      if (byCode.size === 1) group.open = true;
      return group;
    }));
    if (!byCode.size) view.append(make('p', 'note', say.nothing));
  };
  const quoted = (coding) => {
    const words = make('blockquote', '', quoteOf(coding));
    const where = make('p', 'where');
    if (coding.pieces.length) {
      const turn = coding.pieces[0][0];
      const link = make('a', '', turn.element.id);
      link.href = '#' + encodeURIComponent(turn.element.id);
      where.append(link, turn.speaker && turn.speaker !== study.documents[coding.document].id ? ` ${turn.speaker}` : '');
    } else where.append(study.documents[coding.document].id);
    where.append(make('small', '', ` · ${study.coders[coding.coder]}${coding.more.memo ? ' · ' + coding.more.memo : ''}`));
    const beside = coding.more.translation ? [make('p', 'where', coding.more.translation)] : [];
    return study.text ? [words, ...beside, where] : [where];
  };

  // --- Views and addresses -----------------------------------------------------------------
  const VIEWS = ['transcripts', 'quotes', 'codebook', 'results', 'memos'].filter((view) => $(view));
  const show = (view) => {
    for (const name of VIEWS) $(name).hidden = name !== view;
    for (const link of document.querySelectorAll('nav a')) {
      if (link.hash === '#~' + view) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
    }
    document.querySelector('.page').classList.toggle('wide', view === 'codebook' || view === 'results' || view === 'memos');
    if (view === 'quotes' && ($('quote-list').dataset.stale || !$('quote-list').children.length)) quotes();
  };
  const settle = (element) => {
    // Turns off screen have a guessed height; the second time they have been laid out.
    element.scrollIntoView({ block: 'start' });
    requestAnimationFrame(() => { element.scrollIntoView({ block: 'start' }); root.dataset.settled = element.id; });
  };
  let aimed = [];
  const aim = (some) => {
    const there = some.filter(Boolean);
    if (!there.length) return false;
    for (const turn of aimed) turn.element.classList.remove('aim');
    aimed = there;
    for (const turn of aimed) turn.element.classList.add('aim');
    if (aimed.some((turn) => !turn.shown)) clear();
    show('transcripts');
    settle(aimed[0].element);
    return true;
  };
  const follow = () => {
    let address;
    try { address = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    if (!address) { show('transcripts'); return; }
    if (address[0] === '~' && VIEWS.includes(address.slice(1))) { show(address.slice(1)); scrollTo(0, 0); return; }
    if (byAddress.has(address)) { aim([byAddress.get(address)]); return; }
    const several = /^(.+):(\d+)-(\d+)$/.exec(address);
    if (several) {
      const some = [];
      for (let at = +several[2]; at <= +several[3] && some.length < 5000; at++) some.push(byAddress.get(`${several[1]}:${at}`));
      if (aim(some)) return;
    }
    const element = document.getElementById(address);
    if (!element) { show('transcripts'); return; }
    const view = element.closest('main > section');
    show(view ? view.id.slice(1) : 'transcripts');
    element.scrollIntoView({ block: 'start' });
    if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };
  const go = (view) => { if (location.hash === '#~' + view) follow(); else location.hash = '~' + view; };
  const clear = () => {
    for (const box of document.querySelectorAll('input[data-filter]')) box.checked = false;
    $('document').value = '';
    apply();
  };

  // --- Keys --------------------------------------------------------------------------------
  const step = (by) => {
    const shown = turns.filter((turn) => turn.shown);
    if (!shown.length) return;
    let at = aimed.length ? shown.indexOf(aimed[by > 0 ? aimed.length - 1 : 0]) : -1;
    if (at < 0) {
      at = shown.findIndex((turn) => turn.element.getBoundingClientRect().bottom > 70);
      at = at < 0 ? 0 : at - (by > 0 ? 1 : 0);
    }
    const turn = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
    aim([turn]);
    turn.element.querySelector('.n').focus({ preventScroll: true });
  };
  const theme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try { localStorage.setItem('theme', root.dataset.theme); } catch { /* a page from a file may have no memory */ }
  };
  const KEYS = {
    j: () => step(1), k: () => step(-1), n: () => toHit(1), p: () => toHit(-1),
    '/': () => { show('transcripts'); if ($('search')) $('search').focus(); },
    f: () => { if (document.querySelector('.wide')) show('transcripts'); $('filters').querySelector('input,select').focus(); },
    d: theme, '?': () => $('keys').showModal(),
    1: () => go('transcripts'), 2: () => go('quotes'), 3: () => go('codebook'), 4: () => { if ($('results')) go('results'); },
    5: () => { if ($('memos')) go('memos'); },
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $('keys').open) return;
    const typing = /^(search|text)$/.test(event.target.type || '') || event.target.tagName === 'SELECT';
    if (event.key === 'Escape' && typing && event.target.id === '~search') { event.target.value = ''; search(true); event.target.blur(); return; }
    if (typing) {
      if (event.key === 'Enter' && event.target.id === '~search') { search(true); toHit(event.shiftKey ? -1 : 1); event.preventDefault(); }
      return;
    }
    const act = KEYS[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // --- Beginning ---------------------------------------------------------------------------
  try { const kept = localStorage.getItem('theme'); if (kept === 'dark' || kept === 'light') root.dataset.theme = kept; } catch { /* as above */ }
  $('theme').addEventListener('click', theme);
  $('help').addEventListener('click', () => $('keys').showModal());
  $('filters').addEventListener('change', (event) => { if (event.target.id !== '~search') apply(); });
  $('filters').addEventListener('submit', (event) => event.preventDefault());
  $('clear').addEventListener('click', clear);
  if ($('search')) {
    let waiting;
    $('search').addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(() => search(true), 120); });
    $('found').addEventListener('toggle', list);
    $('next').addEventListener('click', () => toHit(1));
    $('previous').addEventListener('click', () => toHit(-1));
  }
  let width = innerWidth;
  addEventListener('resize', () => { if (innerWidth !== width) { width = innerWidth; redraw(); } });
  addEventListener('beforeprint', () => draw(turns.filter((turn) => turn.shown && turn.stale)));
  addEventListener('hashchange', follow);
  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) { event.preventDefault(); follow(); }
  });
  apply();
  for (const turn of turns) watcher.observe(turn.element);
  follow();
  root.dataset.ready = '1';
})();
