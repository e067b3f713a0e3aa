/*
 * mime.h
 *		What kind of file some bytes are, by their first bytes.
 *
 * PostNL's own word is not enough: signatures are documented as PNG and are
 * GIF (quirks.md, section 3.2).
 */
#ifndef PNL_CORE_MIME_H
#define PNL_CORE_MIME_H

#include <stddef.h>

/* As many bytes as any signature needs. */
#define PNL_MIME_PROBE_LENGTH 12

/* The MIME type, "application/octet-stream" when nothing fits; static. */
extern const char *pnl_mime_type(const unsigned char *data, size_t length);

#endif							/* PNL_CORE_MIME_H */
