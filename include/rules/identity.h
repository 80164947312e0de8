/* Numbers that identify a party carry a check digit; a slip of the pen shows. Pure.
 *
 * Both take the number exactly as the standards write it: 18 characters, capitals, no spaces. NULL is not
 * one. */
#pragma once

#include <stdbool.h>

bool credit_code_ok(const char *s); /* unified social credit code, GB 32100 */
bool resident_id_ok(
    const char *s); /* resident identity number, GB 11643, with a real day of birth from 1850 on */
