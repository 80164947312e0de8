/* One JSON object a line on standard error. No personal data is ever handed to it. */
#pragma once

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level least);
/* Key and text pairs follow, ended by NULL: log_say(LOG_INFO, "listening", "address", a, "port", p, NULL). */
void log_say(enum log_level level, const char *msg, ...) __attribute__((sentinel));
