/*
 * fuzz_backoff.c
 *		Any failures and dice: waits grow, and not without end.
 */
#include "fuzz.h"

#include "property.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *broken = property_backoff(data, size);

	fuzz_require(broken == NULL, broken);
	return 0;
}
