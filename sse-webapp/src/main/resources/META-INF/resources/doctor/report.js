import { $ } from '../dashboard/page.js';

/** An element with text and children. */
function element(name, { text, kind, children = [] }) {
  const made = document.createElement(name);
  if (text !== undefined) {
    made.textContent = text;
  }
  if (kind) {
    made.className = kind;
  }
  made.append(...children);
  return made;
}

const list = texts => element('ul', { children: texts.map(text => element('li', { text })) });

function mends({ recognised, mends: all }) {
  if (!all.length) {
    return [];
  }
  const title = recognised
    ? 'What to change'
    : 'What to change, in whichever of these is on the way: it has not shown its name';
  return [
    element('h4', { text: title }),
    element('dl', {
      kind: 'mends',
      children: all.map(({ where, setting }) => element('div', {
        children: [element('dt', { text: where }), element('dd', { text: setting })],
      })),
    }),
    element('p', { text: 'Then have it load its configuration again, and examine once more.' }),
  ];
}

function evidence(finding) {
  return element('details', {
    children: [element('summary', { text: 'How one can tell' }), list(finding.evidence)],
  });
}

function finding(found) {
  return element('section', {
    kind: `finding ${found.fault ? 'fault' : 'note'}`,
    children: [
      element('h3', { text: `${found.fault ? 'Fault' : 'Worth knowing'}: ${found.title[0].toLowerCase()}${found.title.slice(1)}` }),
      element('p', { kind: 'what', text: found.what }),
      element('p', { text: found.meaning }),
      ...mends(found),
      evidence(found),
    ],
  });
}

/** Shows a report. */
export function show(report) {
  $('verdict').className = report.healthy ? '' : 'faulty';
  const faults = report.findings.filter(({ fault }) => fault).length;
  $('verdict-title').textContent = report.healthy
    ? 'The way is healthy'
    : faults === 1 ? 'Something on the way has to be changed' : `${faults} things on the way have to be changed`;
  $('verdict-text').textContent = report.verdict;
  $('findings').replaceChildren(...report.findings.map(finding));
  $('figures').replaceChildren(...Object.entries(report.figures).map(([name, value]) => {
    const head = element('th', { text: name });
    head.scope = 'row';
    return element('tr', { children: [head, element('td', { text: value })] });
  }));
  $('hops').replaceChildren(...report.hops.map(text => element('li', { text })));
  $('report').hidden = false;
  $('verdict-title').focus();
}
