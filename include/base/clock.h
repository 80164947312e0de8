/* Monotonic time: for measuring and for limits, never for dates ("today" is the database's). */
#pragma once

#include <stdint.h>

uint64_t clock_us(void); /* microseconds since some fixed moment */
