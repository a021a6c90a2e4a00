import { covers } from './ids.js';

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const segment = text => (text === '*' ? '[^/]+' : text === '**' ? '.+' : escaped(text));
const regExp = pattern => new RegExp('^' + pattern.split('/').map(segment).join('/') + '$', 's');

/** Whether one of the topics matches one of the patterns: `*` is one segment, `**` at the end one or more. */
export function matcher(patterns) {
  const all = patterns.map(regExp);
  return topics => topics.some(topic => all.some(each => each.test(topic)));
}

/** Whether all that `narrow` matches, `wide` matches too; false where it is not plain to see. */
const includes = (wide, narrow) =>
  wide === narrow || (regExp(wide).test(narrow) && (wide.endsWith('**') || !narrow.endsWith('**')));

/** The same topics and patterns in fewer words, in an order that depends on nothing else. */
export function reduced(patterns) {
  const all = [...new Set(patterns)].sort();
  return all.filter(each => !all.some(other => other !== each && includes(other, each)));
}

/** Whether all of these are among those. */
export const within = (these, those) => these.every(each => those.some(other => includes(other, each)));

/** Adds what is needed to choose events for a part of a subscription. */
export const prepared = part => ({ ...part, matches: matcher(part.topics) });

/** Of events of one stream, in order, those that some part wants and has not had. What names no topic is for all. */
export const chosen = (events, parts) => events.filter(event =>
  parts.some(part => (!event.topics.length || part.matches(event.topics))
    && !(event.id !== undefined && covers(part.cursor, event.id))));
