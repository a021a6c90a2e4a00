// Prints the data of each event of a stream, one JSON string a line.
import { EventSource } from 'eventsource';

const source = new EventSource(process.argv[2]);
source.onmessage = event => console.log(JSON.stringify(event.data));
