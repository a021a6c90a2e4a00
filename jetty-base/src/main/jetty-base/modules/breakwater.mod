[description]
Stops the server in an order that event streams survive, and keeps its heap small.

[tags]
sse

[depend]
server

[lib]
lib/breakwater-jetty.jar
lib/breakwater-core.jar

[xml]
etc/breakwater.xml

[ini-template]
## How long HTTP/2 clients have to leave after their streams have ended, in milliseconds.
# breakwater.jetty.stopTimeout=2000
