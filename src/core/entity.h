/*
 * entity.h
 *		HTML entities in PostNL's texts.
 *
 * PostNL's descriptions come through systems that escaped them for HTML
 * ("Parcels, domestic &lt;= 10 kg").  They are decoded once, where a text
 * leaves the core.
 */
#ifndef PNL_CORE_ENTITY_H
#define PNL_CORE_ENTITY_H

#include <stddef.h>

/*
 * Decodes the entities of UTF-8 text into "out", which may be "text" itself
 * and needs "length" bytes: no entity is shorter than its character.
 * Unknown and malformed entities, and those for NUL and control characters,
 * stay as they are.  Returns the new length; writes no NUL.
 */
extern size_t pnl_entity_decode(const char *text, size_t length, char *out);

#endif							/* PNL_CORE_ENTITY_H */
