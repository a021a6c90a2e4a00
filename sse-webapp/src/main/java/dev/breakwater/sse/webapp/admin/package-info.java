/**
 * What an operator may have the server do, with the token.
 */
@NullMarked
package dev.breakwater.sse.webapp.admin;

import org.jspecify.annotations.NullMarked;
