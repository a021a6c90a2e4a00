/** Real proxies in front of a server, each a process of its own. */
@NullMarked
package dev.breakwater.sse.jetty.proxies;

import org.jspecify.annotations.NullMarked;
