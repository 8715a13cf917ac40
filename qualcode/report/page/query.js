/* The searches of `qualcode find`, in the page: words, phrases, wildcards, words near others, and an algebra over codes.
   `Query.parse` reads a line, `Query.places` finds it; nothing here touches the page. A fault is thrown as {what, at}.
   `ALIKE` are the marks that are one, and `JOINS` those within words (`core.text`). */
const Query = (() => {
  'use strict';
  const LETTER = '[\\p{L}\\p{N}\\p{M}_]', SOFT = '\\u00AD*';
  // A word may be broken at its soft hyphens, and is otherwise read without them.
  const WORD = new RegExp(`(?:${LETTER}${SOFT})+(?:[${JOINS}]${SOFT}(?:${LETTER}${SOFT})+)*`, 'gu');
  const MARKS = Array.from({ length: 112 }, (_, at) => String.fromCharCode(0x300 + at));
  const CLOSING = { '"': '"', '“': '”“', '„': '“”', '«': '»', '»': '«»', '”': '”' };
  const WHO = ['informant', 'interviewer', 'other', 'all'];
  const fault = (what, at, name = '') => { throw { what, at, name }; };

  // --- Reading a line ----------------------------------------------------------------------
  const parts = (line) => {
    const found = [];
    let at = 0;
    while (at < line.length) {
      if (/\s/.test(line[at])) { at++; continue; }
      const codes = /^codes?:/i.exec(line.slice(at));
      if (codes) { found.push({ text: '--code', at }, { text: line.slice(at + codes[0].length), at: at + codes[0].length, quoted: true }); break; }
      let stop = at + 1;
      if (CLOSING[line[at]]) {
        while (stop < line.length && !CLOSING[line[at]].includes(line[stop])) stop++;
        if (stop === line.length) fault('quote', at);
        found.push({ text: line.slice(at + 1, stop), at, quoted: true });
        stop++;
      } else {
        stop = at + /^\S+/.exec(line.slice(at))[0].length;
        found.push({ text: line.slice(at, stop), at });
      }
      at = stop;
    }
    return found;
  };
  const parse = (line) => {
    const asked = { terms: [], codes: null, who: 'all', all: false, word: false, sensitive: false };
    const words = [], listed = parts(line);
    for (let i = 0; i < listed.length; i++) {
      const part = listed[i];
      if (part.quoted || !part.text.startsWith('--')) { words.push(part); continue; }
      const [name, given] = part.text.slice(2).split(/=(.*)/s);
      if (name === 'all') asked.all = true;
      else if (name === 'word') asked.word = true;
      else if (name === 'case-sensitive') asked.sensitive = true;
      else if (name === 'code' || name === 'who') {
        const value = given !== undefined ? { text: given, at: part.at + 3 + name.length } : listed[++i];
        if (!value) fault('more', part.at);
        if (name === 'code') asked.codes = algebra(value.text, value.at);
        else if (WHO.includes(value.text)) asked.who = value.text;
        else fault('who', value.at);
      } else fault('option', part.at, part.text);
    }
    const capitals = line === line.toUpperCase();
    for (let i = 0; i < words.length; i++) {
      const joins = !capitals && !words[i].quoted && /^(OR|AND|NOT)$/.test(words[i].text);
      if (joins) {
        if (words[i].text !== 'OR' || asked.all) fault('joins', words[i].at, words[i].text);
        if (!asked.terms.length || i + 1 === words.length || words[i + 1].text === 'OR') fault('or', words[i].at);
        continue;
      }
      const near = !words[i].quoted && /^NEAR(?:\/(\d{1,4}))?$/.exec(words[i].text);
      if (!near) { asked.terms.push(term(words[i])); continue; }
      if (!asked.terms.length || i + 1 === words.length) fault('near', words[i].at);
      const left = asked.terms.pop();
      if (left.sides) fault('near', words[i].at);
      asked.terms.push({ sides: [left, term(words[++i])], apart: near[1] === undefined ? 10 : +near[1] });
    }
    return asked;
  };
  const term = ({ text, at }) => {
    let words = text.trim(), whole = false;
    if (words.length > 2 && words[0] === '/' && words.endsWith('/')) fault('pattern', at);
    if (words[0] === '=' && words.slice(1).trim()) { words = words.slice(1).trim(); whole = true; }
    if (!words.replace(/[* ]/g, '')) fault('star', at);
    return { words, whole };
  };
  const OWN = { and: 'and', '&': 'and', or: 'or', '|': 'or', not: 'not', '!': 'not' };
  const algebra = (text, offset) => {
    const tokens = [];
    const pattern = /\s+|(\()|(\))|("[^"]*")|([&|!])|(\[[^\]\s]*\])|([^\s()&|!"[\]]+)/gy;
    const KINDS = ['', 'open', 'close', 'quoted', 'mark', 'qualifier', 'word'];
    while (pattern.lastIndex < text.length) {
      const at = pattern.lastIndex, match = pattern.exec(text);
      if (!match) fault('sign', offset + at);
      const kind = KINDS.findIndex((_, number) => number && match[number] !== undefined);
      if (kind > 0) tokens.push({ kind: KINDS[kind], text: match[0], at: offset + at });
    }
    let next = 0;
    const end = offset + text.length;
    const peek = () => tokens[next];
    const take = (wanted) => {
      const token = peek();
      const is = token && (token.kind === 'word' || token.kind === 'mark') && OWN[token.text.toLowerCase()] === wanted;
      if (is) next++;
      return is;
    };
    const either = () => {
      const some = [both()];
      while (take('or')) some.push(both());
      return some.length === 1 ? some[0] : { kind: 'or', some };
    };
    const both = () => {
      let found = take('not') ? { kind: 'not', left: null, right: beside() } : beside();
      for (;;) {
        if (take('and')) {
          if (take('not')) found = { kind: 'not', left: found, right: beside() };
          else found = found.kind === 'and' && !found.closed ? { kind: 'and', some: [...found.some, beside()] } : { kind: 'and', some: [found, beside()] };
        } else if (take('not')) found = { kind: 'not', left: found, right: beside() };
        else return found;
      }
    };
    const beside = () => {
      let found = one();
      for (;;) {
        const token = peek(), word = token && token.kind === 'word' ? token.text.toLowerCase() : '';
        const near = /^near(?:\/(\d{1,5}))?$/.exec(word);
        if (word === 'overlapping' || word === 'inside') { next++; found = { kind: word, left: found, right: one() }; }
        else if (near) { next++; found = { kind: 'near', left: found, right: one(), apart: near[1] === undefined ? 20 : +near[1] }; }
        else if (word === 'followed') {
          next++;
          if (!peek() || peek().text.toLowerCase() !== 'by') fault('sign', token.at);
          next++;
          found = { kind: 'followed', left: found, right: one() };
        } else return found;
      }
    };
    const one = () => {
      const token = peek();
      if (!token) fault('code', end);
      if (token.kind === 'open') {
        next++;
        const found = either();
        if (!peek() || peek().kind !== 'close') fault('bracket', token.at);
        next++;
        return { ...found, closed: true };
      }
      if ((token.kind !== 'word' && token.kind !== 'quoted') || (token.kind === 'word' && OWN[token.text.toLowerCase()])) fault('code', token.at);
      next++;
      const found = { kind: 'has', name: token.text.replace(/"/g, ''), at: token.at, qualifier: '' };
      if (peek() && peek().kind === 'qualifier') found.qualifier = tokens[next++].text.slice(1, -1);
      return found;
    };
    if (!tokens.length) fault('code', end);
    const found = either();
    if (peek()) fault('sign', peek().at);
    return found;
  };

  // --- Words in a turn ---------------------------------------------------------------------
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  const letter = (char) => {
    const alike = ALIKE.find((marks) => marks.includes(char));
    if (alike) return `[${escaped(alike)}]`;
    const [composed, apart] = [char.normalize('NFC'), char.normalize('NFD')];
    return composed === apart ? escaped(char) : `(?:${escaped(composed)}|${escaped(apart)})`;
  };
  // Not where a mark makes another letter of the last one: a is not the beginning of å, however å is written.
  const alone = (char) => {
    const others = MARKS.filter((mark) => (char + mark).normalize('NFC').length === 1).join('');
    return others && `(?![${others}])`;
  };
  // Letters that are several: ligatures always, ß where upper and lower case are one.
  const apart = (char, asked) => /[ﬀ-ﬆ]/.test(char) ? char.normalize('NFKC') : /[ßẞ]/.test(char) && !asked.sensitive ? 'ss' : char;
  const spread = (text, asked) => text.replace(/[ßẞﬀ-ﬆ]/g, (char) => apart(char, asked));
  const pattern = ({ words, whole }, asked) => {
    const text = spread(words.normalize('NFC'), asked).replace(/\u00AD/g, ''), bounded = whole || asked.word || text.includes('*');
    let made = text.split(/(\s+|\*+)/).filter(Boolean).map((piece) => /^\s/.test(piece) ? '\\s+'
      : piece[0] === '*' ? `[\\p{L}\\p{N}\\p{M}_\\u00AD${JOINS}]*` : [...piece].map(letter).join(SOFT) + alone(piece[piece.length - 1])).join(SOFT);
    if (bounded && /^[\p{L}\p{N}_*]/u.test(text)) made = `(?<!${LETTER}${SOFT})` + made;
    if (bounded && /[\p{L}\p{N}_]$/u.test(text)) made += `(?!${SOFT}${LETTER})`;
    return new RegExp(made, asked.sensitive ? 'gu' : 'giu');
  };
  const count = (text) => (text.match(WORD) || []).length;
  const inTurn = (term, asked, text) => {
    if (!term.sides) {
      term.pattern = term.pattern || pattern(term, asked);
      const found = [...spread(text, asked).matchAll(term.pattern)].filter((match) => match[0]).map((match) => [match.index, match.index + match[0].length]);
      if (!/[ßẞﬀ-ﬆ]/.test(text)) return found;
      const from = [], kept = new Map();  // the place in the text of each letter that is sought in
      for (let at = 0; at < text.length; at++) for (const _ of apart(text[at], asked)) from.push(at);
      for (const [start, stop] of found) kept.set(`${from[start]}/${from[stop - 1]}`, [from[start], from[stop - 1] + 1]);
      return [...kept.values()];
    }
    const sides = term.sides.map((side) => inTurn(side, asked, text)), found = new Map();
    for (const [here, there] of [sides, [...sides].reverse()]) for (const place of here) {
      const following = there.find((other) => other[0] >= place[1]);
      const nearest = following && here.filter((other) => other[1] <= following[0]).pop();
      if (nearest === place && starts(text, place[1], following[0]) <= term.apart) found.set(`${place[0]}/${following[1]}`, [place[0], following[1]]);
    }
    return [...found.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  };
  const starts = (text, start, stop) => [...text.matchAll(WORD)].filter((word) => start <= word.index && word.index < stop).length;
  const joined = (lists) => {
    if (lists.length === 1) return lists[0].map((place) => [...place, 0]);
    const all = lists.flatMap((places, number) => places.map((place) => [...place, number]));
    all.sort((a, b) => a[0] - b[0] || b[1] - a[1] || a[2] - b[2]);
    const kept = [];
    for (const place of all) {
      const last = kept[kept.length - 1];
      if (!last || place[1] > last[1] || place[0] >= last[1]) kept.push(place);
    }
    return kept;
  };

  // --- Codes -------------------------------------------------------------------------------
  const named = (study, name, at) => {
    if (study.codes.some((code) => code.id.startsWith(name.replace(/:$/, '') + ':'))) {
      const book = name.replace(/:$/, '') + ':';
      return new Set(study.codes.flatMap((code, number) => code.id.startsWith(book) ? [number] : []));
    }
    const low = name.toLowerCase();
    const ways = [(code) => code.id === name, (code) => code.id.split(':')[1] === name,
      (code) => code.id.split(/[:.]/).pop() === name, (code) => code.name.toLowerCase() === low];
    for (const way of ways) {
      const found = study.codes.flatMap((code, number) => way(code) ? [number] : []);
      if (found.length > 1) fault('several', at, found.map((number) => study.codes[number].id).join(', '));
      if (found.length) return new Set(found);
    }
    return fault('unknown', at, name);
  };
  const carries = (study, code, wanted) => {
    for (let at = code; at >= 0; at = study.codes[at].parent) if (wanted.has(at)) return true;
    return false;
  };
  // A place in a document as one number: the turn, and the letter in it.
  const FAR = 4294967296;
  const begins = (coding) => coding.pieces[0][0].number * FAR + coding.pieces[0][1];
  const ends = (coding) => { const last = coding.pieces[coding.pieces.length - 1]; return last[0].number * FAR + last[2]; };
  const units = (coding) => {
    if (!coding.units) {
      const found = coding.pieces.map(([turn]) => turn.unit).filter((unit) => unit >= 0);
      coding.units = [...new Set(found)];
    }
    return coding.units;
  };
  const keyed = (coding) => units(coding).map((unit) => `${coding.document}/${unit}`);
  const between = (study, one, two) => {
    const [first, second] = begins(one) <= begins(two) ? [one, two] : [two, one];
    const from = first.pieces[first.pieces.length - 1], to = second.pieces[0];
    if (from[0] === to[0]) return count(from[0].text.slice(from[2], to[1]));
    let found = count(from[0].text.slice(from[2])) + count(to[0].text.slice(0, to[1])) + to[0].gap;
    for (let turn = from[0].after; turn && turn !== to[0]; turn = turn.after) found += turn.gap + count(turn.text);
    return found;
  };
  // The answers on which an expression holds: a coding of `a and b` may reach beyond the answer that carries both.
  const keysOf = (study, codings, asked) => {
    const parts = (asked.some || []).map((each) => keysOf(study, codings, each));
    if (asked.kind === 'or') return new Set(parts.flatMap((keys) => [...keys]));
    if (asked.kind === 'and') return new Set([...parts[0]].filter((key) => parts.every((keys) => keys.has(key))));
    const on = evaluate(study, codings, asked).flatMap(keyed), left = asked.left && keysOf(study, codings, asked.left);
    return new Set(left ? on.filter((key) => left.has(key)) : on);
  };
  const evaluate = (study, codings, asked) => {
    if (asked.kind === 'has') {
      const wanted = named(study, asked.name, asked.at);
      return codings.filter((coding) => carries(study, coding.code, wanted)
        && (!asked.qualifier || (asked.qualifier === '–' && !coding.more.qualifier_id && !coding.more.qualifier) || coding.more.qualifier_id === asked.qualifier || coding.more.qualifier === asked.qualifier));
    }
    const ordered = (some) => { const wanted = new Set(some); return codings.filter((coding) => wanted.has(coding)); };
    if (asked.kind === 'or') return ordered(asked.some.flatMap((each) => evaluate(study, codings, each)));
    if (asked.kind === 'and') {
      const shared = keysOf(study, codings, asked);
      return ordered(asked.some.flatMap((each) => evaluate(study, codings, each)).filter((coding) => keyed(coding).some((key) => shared.has(key))));
    }
    if (asked.kind === 'not') {
      const left = asked.left ? evaluate(study, codings, asked.left) : codings;
      const without = keysOf(study, codings, asked.right);
      return left.filter((coding) => !keyed(coding).some((key) => without.has(key)));
    }
    const byDocument = new Map();
    for (const coding of evaluate(study, codings, asked.right)) {
      if (!byDocument.has(coding.document)) byDocument.set(coding.document, []);
      byDocument.get(coding.document).push(coding);
    }
    const first = (coding) => units(coding).length ? Math.min(...units(coding)) : -2;
    const holds = (one, two) => {
      const overlap = begins(one) < ends(two) && begins(two) < ends(one);
      if (asked.kind === 'overlapping') return overlap;
      if (asked.kind === 'inside') return begins(two) <= begins(one) && ends(one) <= ends(two);
      if (asked.kind === 'near') return overlap || between(study, one, two) <= asked.apart;
      const apart = first(two) - first(one);
      return begins(two) >= ends(one) && apart >= 0 && apart <= 1;
    };
    return evaluate(study, codings, asked.left).filter((coding) =>
      (byDocument.get(coding.document) || []).some((other) => other !== coding && holds(coding, other)));
  };

  /* What a line asks for: {places: [[turn, start, stop], ...] each}, in the order of the page. With codes alone the places
     are passages, the codings of the very same words as one. */
  const places = (study, turns, codings, asked) => {
    const placed = codings.filter((coding) => coding.pieces.length);
    const within = asked.codes && evaluate(study, placed, asked.codes);
    if (!asked.terms.length) {
      const known = new Map();
      for (const coding of within || []) {
        const key = `${begins(coding)}/${ends(coding)}`;
        if (!known.has(key)) known.set(key, { pieces: coding.pieces, codings: [] });
        known.get(key).codings.push(coding);
      }
      return [...known.entries()].map(([, place]) => place).sort((a, b) => begins(a) - begins(b) || ends(a) - ends(b));
    }
    const covered = new Map();
    for (const coding of within || []) for (const [turn, start, stop] of coding.pieces) {
      if (!covered.has(turn)) covered.set(turn, []);
      covered.get(turn).push([start, stop]);
    }
    const found = [], terms = new Map();
    for (const turn of turns) {
      if (asked.who !== 'all' && turn.role !== asked.who) continue;
      if (within && !covered.has(turn)) continue;
      for (const [start, stop, number] of joined(asked.terms.map((term) => inTurn(term, asked, turn.text)))) {
        if (within && !spans(covered.get(turn)).some(([low, high]) => low <= start && stop <= high)) continue;
        const key = turn.unit >= 0 ? `${turn.document}/${turn.unit}` : turn.number;
        if (!terms.has(key)) terms.set(key, new Set());
        terms.get(key).add(number);
        found.push({ pieces: [[turn, start, stop]], codings: [], key });
      }
    }
    return asked.all ? found.filter((place) => terms.get(place.key).size === asked.terms.length) : found;
  };
  const spans = (some) => {
    const kept = [];
    for (const [start, stop] of [...some].sort((a, b) => a[0] - b[0])) {
      const last = kept[kept.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], stop); else kept.push([start, stop]);
    }
    return kept;
  };
  return { parse, places };
})();
