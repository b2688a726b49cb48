/*
 * The table of str's methods.
 */
#include "scripts/types/str_methods_internal.h"

#include "scripts/types/chars.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"

static object *getnewargs(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    object *copy = str_exact_range(vm, self, 0, str_length(self));
    return copy ? tuple_from_steal(vm, &copy, 1) : NULL;
}

object *str_decimal(struct vm *vm, object *s)
{
    struct str_builder b;
    if (str_of(s)->ascii)
        return str_exact(vm, s);
    str_builder_init(&b, vm);
    for (size_t i = 0; i < str_length(s); i++) {
        uint32_t c = str_at(s, i);
        int digit = char_decimal(c);
        str_builder_char(&b, digit >= 0         ? (uint32_t)('0' + digit)
                             : char_is_space(c) ? ' '
                                                : c);
    }
    return str_builder_finish(&b);
}

const struct method_def str_methods[] = {
    {"encode", str_m_encode, METHOD_KEYWORDS,
     "encode($self, /, encoding='utf-8', errors='strict')\n--\n\n"
     "Bytes of this text in an encoding."},
    {"replace", str_m_replace, METHOD_ARGS,
     "replace($self, old, new, count=-1, /)\n--\n\n"
     "A copy with all occurrences of old replaced by new."},
    {"split", str_m_split, METHOD_KEYWORDS,
     "split($self, /, sep=None, maxsplit=-1)\n--\n\n"
     "The parts between separators, a list."},
    {"rsplit", str_m_rsplit, METHOD_KEYWORDS,
     "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\n"
     "The parts between separators, counted from the end."},
    {"join", str_m_join, METHOD_ONE,
     "join($self, iterable, /)\n--\n\n"
     "The strings of iterable with this one between them."},
    {"capitalize", str_m_capitalize, METHOD_NOARGS,
     "capitalize($self, /)\n--\n\nFirst in title case, the rest small."},
    {"casefold", str_m_casefold, METHOD_NOARGS,
     "casefold($self, /)\n--\n\nFor comparing without case."},
    {"title", str_m_title, METHOD_NOARGS,
     "title($self, /)\n--\n\nEvery word in title case."},
    {"center", str_m_center, METHOD_ARGS,
     "center($self, width, fillchar=' ', /)\n--\n\nPadded on both sides."},
    {"count", str_m_count, METHOD_ARGS | METHOD_TUPLE,
     "S.count(sub[, start[, end]]) -> int\n\n"
     "How often sub occurs without overlap."},
    {"expandtabs", str_m_expandtabs, METHOD_KEYWORDS,
     "expandtabs($self, /, tabsize=8)\n--\n\nTabs become spaces."},
    {"find", str_m_find, METHOD_ARGS | METHOD_TUPLE,
     "S.find(sub[, start[, end]]) -> int\n\nFirst place of sub, or -1."},
    {"partition", str_m_partition, METHOD_ONE,
     "partition($self, sep, /)\n--\n\nBefore, sep, behind its first place."},
    {"index", str_m_index, METHOD_ARGS | METHOD_TUPLE,
     "S.index(sub[, start[, end]]) -> int\n\nFirst place, or ValueError."},
    {"ljust", str_m_ljust, METHOD_ARGS,
     "ljust($self, width, fillchar=' ', /)\n--\n\nPadded on the right."},
    {"lower", str_m_lower, METHOD_NOARGS,
     "lower($self, /)\n--\n\nAll in small letters."},
    {"lstrip", str_m_lstrip, METHOD_ARGS,
     "lstrip($self, chars=None, /)\n--\n\nWithout space on the left."},
    {"rfind", str_m_rfind, METHOD_ARGS | METHOD_TUPLE,
     "S.rfind(sub[, start[, end]]) -> int\n\nLast place of sub, or -1."},
    {"rindex", str_m_rindex, METHOD_ARGS | METHOD_TUPLE,
     "S.rindex(sub[, start[, end]]) -> int\n\nLast place, or ValueError."},
    {"rjust", str_m_rjust, METHOD_ARGS,
     "rjust($self, width, fillchar=' ', /)\n--\n\nPadded on the left."},
    {"rstrip", str_m_rstrip, METHOD_ARGS,
     "rstrip($self, chars=None, /)\n--\n\nWithout space on the right."},
    {"rpartition", str_m_rpartition, METHOD_ONE,
     "rpartition($self, sep, /)\n--\n\nBefore, sep, behind its last place."},
    {"splitlines", str_m_splitlines, METHOD_KEYWORDS,
     "splitlines($self, /, keepends=False)\n--\n\nThe lines, a list."},
    {"strip", str_m_strip, METHOD_ARGS,
     "strip($self, chars=None, /)\n--\n\nWithout space on both sides."},
    {"swapcase", str_m_swapcase, METHOD_NOARGS,
     "swapcase($self, /)\n--\n\nSmall letters and capitals exchanged."},
    {"translate", str_m_translate, METHOD_ONE,
     "translate($self, table, /)\n--\n\nEach character by a table."},
    {"upper", str_m_upper, METHOD_NOARGS,
     "upper($self, /)\n--\n\nAll in capitals."},
    {"startswith", str_m_startswith, METHOD_ARGS | METHOD_TUPLE,
     "S.startswith(prefix[, start[, end]]) -> bool\n\nDoes it begin so?"},
    {"endswith", str_m_endswith, METHOD_ARGS | METHOD_TUPLE,
     "S.endswith(suffix[, start[, end]]) -> bool\n\nDoes it end so?"},
    {"removeprefix", str_m_removeprefix, METHOD_ONE,
     "removeprefix($self, prefix, /)\n--\n\nWithout prefix, if it is there."},
    {"removesuffix", str_m_removesuffix, METHOD_ONE,
     "removesuffix($self, suffix, /)\n--\n\nWithout suffix, if it is there."},
    {"isascii", str_m_isascii, METHOD_NOARGS,
     "isascii($self, /)\n--\n\nAre all characters ASCII?"},
    {"islower", str_m_islower, METHOD_NOARGS,
     "islower($self, /)\n--\n\nAre all cased characters small?"},
    {"isupper", str_m_isupper, METHOD_NOARGS,
     "isupper($self, /)\n--\n\nAre all cased characters capitals?"},
    {"istitle", str_m_istitle, METHOD_NOARGS,
     "istitle($self, /)\n--\n\nIs it in title case?"},
    {"isspace", str_m_isspace, METHOD_NOARGS,
     "isspace($self, /)\n--\n\nIs it all space?"},
    {"isdecimal", str_m_isdecimal, METHOD_NOARGS,
     "isdecimal($self, /)\n--\n\nAre all decimal digits?"},
    {"isdigit", str_m_isdigit, METHOD_NOARGS,
     "isdigit($self, /)\n--\n\nAre all digits?"},
    {"isnumeric", str_m_isnumeric, METHOD_NOARGS,
     "isnumeric($self, /)\n--\n\nAre all numeric?"},
    {"isalpha", str_m_isalpha, METHOD_NOARGS,
     "isalpha($self, /)\n--\n\nAre all letters?"},
    {"isalnum", str_m_isalnum, METHOD_NOARGS,
     "isalnum($self, /)\n--\n\nAre all letters or numeric?"},
    {"isidentifier", str_m_isidentifier, METHOD_NOARGS,
     "isidentifier($self, /)\n--\n\nCould it be a name?"},
    {"isprintable", str_m_isprintable, METHOD_NOARGS,
     "isprintable($self, /)\n--\n\nWould repr() leave all of it?"},
    {"zfill", str_m_zfill, METHOD_ONE,
     "zfill($self, width, /)\n--\n\nPadded with zeros behind the sign."},
    {"format", str_m_format, METHOD_KEYWORDS | METHOD_TUPLE,
     "S.format(*args, **kwargs) -> str\n\nFields in braces filled in."},
    {"format_map", str_m_format_map, METHOD_ONE,
     "S.format_map(mapping) -> str\n\nFields filled in from a mapping."},
    {"__format__", str_m_dunder_format, METHOD_ONE,
     "__format__($self, format_spec, /)\n--\n\nText in a format."},
    {"maketrans", str_m_maketrans, METHOD_ARGS | METHOD_STATIC,
     "A table for translate()."},
    {"__getnewargs__", getnewargs, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
