/* Text as people type it in East Asia: spaces of several widths, full-width digits and letters. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Without white space at either end (ideographic and no-break spaces too); *len becomes the new length. */
const char *text_trim(const char *s, size_t *len);

/* Unicode NFKC: full-width digits, letters and brackets become ordinary, half-width kana become full-width. The text
 * must be valid UTF-8. */
char *text_nfkc(struct arena *a, const char *s, size_t len);

/* One character of valid UTF-8 with its width folded: U+FF01 to U+FF5E as ASCII, the ideographic space as space.
 * Returns how many bytes it took; at the end of the text 0, and *c is 0. */
size_t text_narrow(const char *s, uint32_t *c);

/* A character that shows nothing or turns the direction of others: two texts that differ in it alone look the same, or one reads as
 * another (U+00AD, U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F, U+FEFF, tags …). Selectors of variants, by which rare
 * ideographs and Mongolian letters are written, are not among them. */
bool text_is_hidden(uint32_t c);

/* Unicode NFC, which is how text is stored. */
char *text_nfc(struct arena *a, const char *s, size_t len);
