/* Numbers of cases and documents by template: "{prefix}〔{year}〕{serial}号". Pure.
 *
 * A template holds {year} once and {serial} once, {prefix} at most once; {serial:4} pads with zeros to four
 * digits (one to nine). Everything else is literal; braces stand for placeholders only. */
#pragma once

#include "base/err.h"
#include "base/fault.h"

#include <stddef.h>
#include <stdint.h>

enum { NUMBER_TEMPLATE_MAX = 120, NUMBER_MAX = 200 }; /* bytes without NUL */

struct number_parts {
        const char *prefix; /* e.g. "沪国动罚"; NULL only where the template has no {prefix} */
        int year;           /* 1 to 9999 */
        int64_t serial;     /* 1 and up */
};

/* Whether the template can be used. ERR_INVALID with one field fault at `where`, whose code is one of length,
 * character, brace (not closed or not opened), placeholder (unknown, or a bad width), repeated, missing. */
err_t number_template_check(const char *template, const char *where, struct fault *f) MUST_USE;
/* The number, in the arena of f. A template or parts that do not fit: ERR_INVALID. */
err_t number_render(const char *template, const struct number_parts *parts, const char **out,
                    struct fault *f) MUST_USE;
