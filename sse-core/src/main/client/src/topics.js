import { covers } from './ids.js';

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const segment = text => (text === '*' ? '[^/]+' : text === '**' ? '.+' : escaped(text));
const regExp = pattern => new RegExp('^' + pattern.split('/').map(segment).join('/') + '$', 's');

/** Whether one of the topics matches one of the patterns: `*` is one segment, `**` at the end one or more. */
export function matcher(patterns) {
  const all = patterns.map(regExp);
  return topics => topics.some(topic => all.some(each => each.test(topic)));
}

/** All topics and patterns of some parts, each once, in an order that depends on nothing else. */
export const union = parts => [...new Set(parts.flatMap(({ topics }) => topics))].sort();

/** Whether all of these are among those. */
export const within = (these, those) => these.every(each => those.includes(each));

/** Adds what is needed to choose events for a part of a subscription. */
export const prepared = part => ({ ...part, matches: matcher(part.topics) });

/** Of events of one stream, in order, those that some part wants and has not had. What names no topic is for all. */
export const chosen = (events, parts) => events.filter(event =>
  parts.some(part => (!event.topics.length || part.matches(event.topics))
    && !(event.id !== undefined && covers(part.cursor, event.id))));
