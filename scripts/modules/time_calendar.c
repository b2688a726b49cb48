/*
 * time: moments as calendars show them, and their texts.
 *
 * The host knows the local zone; names of days and months are those of the C
 * locale.  Neighbours: time_tuple.c (struct_time), time.c (clocks).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "scripts/modules/time.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

#define FUNCTION TIME_FUNCTION

/* ---- moments ------------------------------------------------------------- */

static bool now(struct vm *vm, int64_t *seconds)
{
    int64_t ns;
    if (!time_read_clock(vm, HOST_CLOCK_REALTIME, &ns))
        return false;
    *seconds = ns / 1000000000;
    return true;
}

static bool out_of_range(struct vm *vm)
{
    vm_raise(vm, EXC_OVERFLOW_ERROR,
             "timestamp out of range for platform time_t");
    return false;
}

static bool from_float(struct vm *vm, object *o, int64_t *seconds)
{
    double value = floor(((const struct float_object *)o)->value);
    if (isnan(value)) {
        vm_raise(vm, EXC_VALUE_ERROR, "Invalid value NaN (not a number)");
        return false;
    }
    if (!(value >= -0x1p63 && value < 0x1p63))
        return out_of_range(vm);
    *seconds = (int64_t)value;
    return true;
}

/* The argument of gmtime and the like: seconds, by default now. */
static bool read_seconds(struct vm *vm, const char *name, object *const *args,
                         size_t nargs, int64_t *seconds)
{
    if (nargs > 1) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() takes at most 1 argument (%zu given)", name, nargs);
        return false;
    }
    if (!nargs || args[0] == vm->none)
        return now(vm, seconds);
    if (type_is_subtype(vm_type_of(vm, args[0]), vm->types[TYPE_FLOAT]))
        return from_float(vm, args[0], seconds);
    object *index = vm_index(vm, args[0]);
    bool ok = index && (int_fits_i64(index, seconds) || out_of_range(vm));
    vm_release_maybe(vm, index);
    return ok;
}

static bool ask(struct vm *vm, enum host_calendar_op op, int64_t *seconds,
                struct host_calendar *c)
{
    int64_t r = vm->host->calendar(vm->host->arg, op, seconds, c);
    if (r < 0)
        vm_raise_os(vm, r, NULL);
    return r >= 0;
}

static bool local(struct vm *vm, int64_t seconds, struct host_calendar *c)
{
    memset(c, 0, sizeof *c);
    return ask(vm, HOST_LOCAL_TIME, &seconds, c);
}

FUNCTION(gmtime_)
{
    int64_t seconds;
    struct host_calendar c = {0};
    (void)self, (void)kwnames;
    return read_seconds(vm, "gmtime", args, nargs, &seconds) &&
                   ask(vm, HOST_UTC_TIME, &seconds, &c)
               ? time_tuple_new(vm, &c)
               : NULL;
}

FUNCTION(localtime_)
{
    int64_t seconds;
    struct host_calendar c;
    (void)self, (void)kwnames;
    return read_seconds(vm, "localtime", args, nargs, &seconds) &&
                   local(vm, seconds, &c)
               ? time_tuple_new(vm, &c)
               : NULL;
}

FUNCTION(mktime_)
{
    int64_t seconds = 0;
    struct host_calendar c;
    (void)self, (void)nargs, (void)kwnames;
    if (!time_tuple_read(vm, args[0], "mktime", &c))
        return NULL;
    if (vm->host->calendar(vm->host->arg, HOST_MAKE_TIME, &seconds, &c) < 0)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "mktime argument out of range");
    return float_new(vm, (double)seconds);
}

/* ---- texts --------------------------------------------------------------- */

/* Are the fields what a text can be made of?  Zeros become ones. */
static bool check(struct vm *vm, struct host_calendar *c)
{
    c->month += !c->month;
    c->day += !c->day;
    c->yearday += !c->yearday;
    const char *wrong = c->month < 1 || c->month > 12     ? "month"
                        : c->day < 1 || c->day > 31       ? "day of month"
                        : c->hour < 0 || c->hour > 23     ? "hour"
                        : c->minute < 0 || c->minute > 59 ? "minute"
                        : c->second < 0 || c->second > 61 ? "seconds"
                        : c->weekday < -1                 ? "day of week"
                        : c->yearday < 1 || c->yearday > 366
                            ? "day of year"
                            : NULL;
    if (wrong)
        vm_raise(vm, EXC_VALUE_ERROR, "%s out of range", wrong);
    return !wrong;
}

static object *plain_text(struct vm *vm, const struct host_calendar *c)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu",
                                       "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec"};
    char text[80];
    int day = (c->weekday % 7 + 7) % 7;
    snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %d", days[day],
             months[c->month - 1], (int)c->day, (int)c->hour, (int)c->minute,
             (int)c->second, (int)c->year);
    return str_from(vm, text);
}

FUNCTION(asctime_)
{
    struct host_calendar c;
    int64_t seconds;
    (void)self, (void)kwnames;
    if (!args_between(vm, "asctime", nargs, 0, 1))
        return NULL;
    bool ok = nargs ? time_tuple_read(vm, args[0], "asctime", &c) &&
                          check(vm, &c)
                    : now(vm, &seconds) && local(vm, seconds, &c);
    return ok ? plain_text(vm, &c) : NULL;
}

FUNCTION(ctime_)
{
    int64_t seconds;
    struct host_calendar c;
    (void)self, (void)kwnames;
    return read_seconds(vm, "ctime", args, nargs, &seconds) &&
                   local(vm, seconds, &c)
               ? plain_text(vm, &c)
               : NULL;
}

/* The zone's names and offsets in winter and summer. */
static bool ask_zones(struct vm *vm, struct host_calendar *winter,
                      struct host_calendar *summer)
{
    enum { YEAR = (365 * 24 + 6) * 3600 };
    int64_t seconds;
    if (!now(vm, &seconds))
        return false;
    seconds -= seconds % YEAR;
    if (!local(vm, seconds, winter) || !local(vm, seconds + YEAR / 2, summer))
        return false;
    if (winter->offset > summer->offset) { /* south of the equator */
        struct host_calendar other = *winter;
        *winter = *summer;
        *summer = other;
    }
    return true;
}

/* A tuple does not know its zone: it is the local one. */
static bool complete_zone(struct vm *vm, struct host_calendar *c)
{
    struct host_calendar winter, summer;
    if (c->zone[0])
        return true;
    if (!ask_zones(vm, &winter, &summer))
        return false;
    memcpy(c->zone, c->summer ? summer.zone : winter.zone, sizeof c->zone);
    return true;
}

static struct tm in_c(const struct host_calendar *c)
{
    return (struct tm){.tm_year = (int)((int64_t)c->year - 1900),
                       .tm_mon = c->month - 1,
                       .tm_mday = c->day,
                       .tm_hour = c->hour,
                       .tm_min = c->minute,
                       .tm_sec = c->second,
                       .tm_wday = (int)(((int64_t)c->weekday + 1) % 7),
                       .tm_yday = c->yearday - 1,
                       .tm_isdst = c->summer < -1  ? -1
                                   : c->summer > 1 ? 1
                                                   : c->summer,
                       .tm_gmtoff = c->offset,
                       .tm_zone = c->zone};
}

static wchar_t *wide(struct vm *vm, object *text)
{
    size_t length = str_length(text);
    wchar_t *w = malloc((length + 1) * sizeof *w);
    for (size_t i = 0; w && i < length; i++)
        w[i] = (wchar_t)str_at(text, i);
    if (w)
        w[length] = 0;
    else
        vm_raise_no_memory(vm);
    return w;
}

/* The text of the moment by the format; a result of nothing is told from one
 * that does not fit by its size only. */
static object *format_wide(struct vm *vm, const wchar_t *format,
                           const struct tm *t)
{
    size_t length = wcslen(format);
    for (size_t room = 1024;; room *= 2) {
        wchar_t *buffer = malloc(room * sizeof *buffer);
        if (!buffer) {
            vm_raise_no_memory(vm);
            return NULL;
        }
        size_t n = wcsftime(buffer, room, format, t);
        object *text = n || room >= 256 * length
                           ? str_from_ucs4(vm, (const uint32_t *)buffer, n)
                           : NULL;
        free(buffer);
        if (text || vm_pending(vm))
            return text;
    }
}

static bool has_null(object *text)
{
    size_t i = 0;
    while (i < str_length(text) && str_at(text, i))
        i++;
    return i < str_length(text);
}

static bool read_moment(struct vm *vm, object *const *args, size_t nargs,
                        struct host_calendar *c)
{
    int64_t seconds;
    if (nargs < 2)
        return now(vm, &seconds) && local(vm, seconds, c);
    return time_tuple_read(vm, args[1], "strftime", c) && check(vm, c) &&
           complete_zone(vm, c);
}

FUNCTION(strftime_)
{
    struct host_calendar c;
    (void)self, (void)kwnames;
    if (nargs < 1 || nargs > 2)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "strftime() takes at %s argument%s (%zu given)",
                        nargs < 1 ? "least 1" : "most 2", nargs < 1 ? "" : "s",
                        nargs);
    if (!(vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "strftime() argument 1 must be str, not %T", args[0]);
    if (!read_moment(vm, args, nargs, &c))
        return NULL;
    if (has_null(args[0]))
        return vm_raise(vm, EXC_VALUE_ERROR, "embedded null character");
    wchar_t *format = wide(vm, args[0]);
    if (!format)
        return NULL;
    struct tm t = in_c(&c);
    object *text = format_wide(vm, format, &t);
    free(format);
    return text;
}

FUNCTION(strptime_)
{
    (void)self, (void)kwnames;
    object *name = str_intern(vm, "_strptime");
    object *module = name ? import_module(vm, name) : NULL;
    object *function =
        module ? vm_getattr_str(vm, module, "_strptime_time") : NULL;
    object *r = function ? vm_call(vm, function, args, nargs, NULL) : NULL;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, function);
    return r;
}

/* ---- the local zone ------------------------------------------------------ */

static object *name_pair(struct vm *vm, const struct host_calendar *winter,
                         const struct host_calendar *summer)
{
    object *a = str_from(vm, winter->zone), *b = str_from(vm, summer->zone);
    object *pair = a && b ? tuple_pack(vm, 2, a, b) : NULL;
    vm_release_maybe(vm, a);
    vm_release_maybe(vm, b);
    return pair;
}

bool time_add_zone(struct vm *vm, object *module)
{
    struct host_calendar winter, summer;
    return ask_zones(vm, &winter, &summer) &&
           module_add_int(vm, module, "timezone", -winter.offset) &&
           module_add_int(vm, module, "altzone", -summer.offset) &&
           module_add_int(vm, module, "daylight",
                          winter.offset != summer.offset) &&
           module_add_steal(vm, module, "tzname",
                            name_pair(vm, &winter, &summer));
}

FUNCTION(tzset_)
{
    struct host_calendar c = {0};
    int64_t seconds = 0;
    object *name = str_intern(vm, "time");
    object *module = name ? import_module(vm, name) : NULL;
    TIME_UNUSED;
    bool ok = module && ask(vm, HOST_READ_ZONE, &seconds, &c) &&
              time_add_zone(vm, module);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, module);
    return ok ? vm_none(vm) : NULL;
}

const struct method_def time_calendar_functions[] = {
    {"gmtime", gmtime_, METHOD_ARGS,
     "gmtime([seconds]) -> struct_time\n\nThe moment, by default now, in UTC."},
    {"localtime", localtime_, METHOD_ARGS,
     "localtime([seconds]) -> struct_time\n\n"
     "The moment, by default now, in local time."},
    {"mktime", mktime_, METHOD_ONE,
     "mktime(tuple) -> floating point number\n\n"
     "The seconds since the Epoch of a local time."},
    {"asctime", asctime_, METHOD_ARGS,
     "asctime([tuple]) -> string\n\n"
     "A time, by default now, as 'Sat Jun 06 16:26:11 1998'."},
    {"ctime", ctime_, METHOD_ARGS,
     "ctime(seconds) -> string\n\nThe text of the local time, as asctime()."},
    {"strftime", strftime_, METHOD_ARGS,
     "strftime(format[, tuple]) -> string\n\n"
     "A time, by default now, as the format says."},
    {"strptime", strptime_, METHOD_ARGS,
     "strptime(string, format) -> struct_time\n\n"
     "The time that a text tells in that format."},
    {"tzset", tzset_, METHOD_NOARGS,
     "tzset()\n\n"
     "Learn the local zone anew, after a change of os.environ['TZ']."},
    {NULL, NULL, 0, NULL},
};
