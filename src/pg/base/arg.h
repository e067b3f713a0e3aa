/*
 * arg.h
 *		Arguments of statements, each of its type.
 */
#ifndef PNL_PG_BASE_ARG_H
#define PNL_PG_BASE_ARG_H

#include "postgres.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

/* An argument of any type. */
typedef struct PnlArgument
{
	Datum		value;
	bool		given;
	bool		isnull;
} PnlArgument;

/*
 * One of a type: pnl_arg_text("x") is all that fits where a text is declared.
 * The function of each is pnl_arg_<type>(); pnl_arg_<type>_or_null(value,
 * isnull) takes what a function was called with.
 */
#define PNL_ARGUMENT_TYPE(Type, name, ctype, to_datum) \
	typedef struct PnlArg##Type \
	{ \
		PnlArgument argument; \
	} PnlArg##Type; \
	\
	static inline PnlArg##Type \
	pnl_arg_##name(ctype value) \
	{ \
		return (PnlArg##Type) {{to_datum(value), true, false}}; \
	} \
	\
	static inline PnlArg##Type \
	pnl_arg_##name##_or_null(Datum value, bool isnull) \
	{ \
		return (PnlArg##Type) {{isnull ? (Datum) 0 : value, true, isnull}}; \
	}

/* As the macro above, for what is a pointer in a Datum: NULL, or 0, is null. */
#define PNL_ARGUMENT_POINTER(Type, name) \
	typedef struct PnlArg##Type \
	{ \
		PnlArgument argument; \
	} PnlArg##Type; \
	\
	static inline PnlArg##Type \
	pnl_arg_##name(Datum value) \
	{ \
		return (PnlArg##Type) {{value, true, value == (Datum) 0}}; \
	} \
	\
	static inline PnlArg##Type \
	pnl_arg_##name##_or_null(Datum value, bool isnull) \
	{ \
		return pnl_arg_##name(isnull ? (Datum) 0 : value); \
	}

PNL_ARGUMENT_TYPE(Bool, bool, bool, BoolGetDatum)
PNL_ARGUMENT_TYPE(Int2, int2, int16, Int16GetDatum)
PNL_ARGUMENT_TYPE(Int4, int4, int32, Int32GetDatum)
PNL_ARGUMENT_TYPE(Int8, int8, int64, Int64GetDatum)
PNL_ARGUMENT_TYPE(Float8, float8, double, Float8GetDatum)
PNL_ARGUMENT_TYPE(Date, date, DateADT, DateADTGetDatum)
PNL_ARGUMENT_TYPE(Time, time, TimestampTz, TimestampTzGetDatum)
PNL_ARGUMENT_TYPE(Oid, oid, Oid, ObjectIdGetDatum)
PNL_ARGUMENT_POINTER(Bytea, bytea)
PNL_ARGUMENT_POINTER(Interval, interval)
PNL_ARGUMENT_POINTER(Jsonb, jsonb)
PNL_ARGUMENT_POINTER(Uuid, uuid)
PNL_ARGUMENT_POINTER(Int4Array, int4_array)
PNL_ARGUMENT_POINTER(Int8Array, int8_array)
PNL_ARGUMENT_POINTER(JsonbArray, jsonb_array)
PNL_ARGUMENT_POINTER(OidArray, oid_array)
PNL_ARGUMENT_POINTER(RegroleArray, regrole_array)
PNL_ARGUMENT_POINTER(TextArray, text_array)
PNL_ARGUMENT_POINTER(TimeArray, time_array)

typedef struct PnlArgText
{
	PnlArgument argument;
} PnlArgText;

/* NULL is null. */
static inline PnlArgText
pnl_arg_text(const char *value)
{
	return (PnlArgText) {{value != NULL ? CStringGetTextDatum(value) : (Datum) 0, true,
						  value == NULL}};
}

static inline PnlArgText
pnl_arg_text_or_null(Datum value, bool isnull)
{
	return (PnlArgText) {{isnull ? (Datum) 0 : value, true, isnull}};
}

/* A time; 0 is null. */
static inline PnlArgTime
pnl_arg_time_unless_0(TimestampTz value)
{
	return (PnlArgTime) {{TimestampTzGetDatum(value), true, value == 0}};
}

#endif							/* PNL_PG_BASE_ARG_H */
