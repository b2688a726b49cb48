/*
 * Owns nothing; the front ends measure their patience here.
 */
#include "tui/clock.h"

#include <time.h>

long long clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}
