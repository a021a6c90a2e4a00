package dev.breakwater.sse.doctor.rules;

/**
 * What to change.
 *
 * @param where the proxy or service, or what else has the setting
 * @param setting the setting, and where it belongs
 */
public record Mend(String where, String setting) {}
