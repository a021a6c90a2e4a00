import { BreakwaterSource, type Gap } from '../dist/breakwater.js';

const source = new BreakwaterSource('/events', {
  topics: ['prices/*'],
  last: 10,
  share: 'user-7',
  token: async ({ renew }) => (renew ? 'new' : 'old'),
});
source.onmessage = event => console.log(event.data.length, event.topics.length, event.lastEventId);
source.onerror = ({ status, message, problem }) => console.log(status?.toFixed(), message, problem?.detail);
source.ongap = event => {
  const { reason, lost = 0 }: Gap = event.gap;
  console.log(reason, lost.toFixed());
};
source.addEventListener('tick', event => console.log(event.data.toUpperCase()));
source.setTopics(['prices/**'], { from: 'snapshot' });
const closed: boolean = source.readyState === BreakwaterSource.CLOSED;
console.log(closed);

// @ts-expect-error there is no such way
new BreakwaterSource('/events', { mode: 'telepathy' });

// It may stand where an EventSource stood.
const listening: Pick<EventSource, 'url' | 'readyState' | 'close' | 'withCredentials'> = source;
listening.close();
