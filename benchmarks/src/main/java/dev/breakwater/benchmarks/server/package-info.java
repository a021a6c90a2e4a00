/**
 * Servers of this module's own, each the main program of its own process: a bare NIO server as the floor, and an
 * embedded Tomcat for the WAR.
 */
@NullMarked
package dev.breakwater.benchmarks.server;

import org.jspecify.annotations.NullMarked;
