/*
 * ship_answers.c
 *		What delay_server answers when it ships: labels and barcodes.
 */
#define _GNU_SOURCE				/* asprintf() */

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ship_answers.h"

/* Of one call: PostNL takes four shipments, and V4 issues so many barcodes. */
#define MAX_SHIPMENTS 4
#define MAX_BARCODES 10000

/* A label's size before base64. */
#define LABEL_SIZE 3000

#define BARCODE_SIZE 32

static char label[LABEL_SIZE * 4 / 3 + 4];	/* in base64 */
static FILE *log_file;
static const char *body_path;
static long issued = 0;

static void
ship_fail(const char *what)
{
	fprintf(stderr, "delay_server: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* A page that is none, with what tells a PDF. */
static void
make_label(void)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char page[LABEL_SIZE];
	char	   *end = label;

	memset(page, '%', sizeof(page));
	memcpy(page, "%PDF-1.4\n", 9);
	for (size_t i = 0; i + 2 < sizeof(page); i += 3)
	{
		uint32_t	bits = (uint32_t) page[i] << 16 | (uint32_t) page[i + 1] << 8 | page[i + 2];

		for (int shift = 18; shift >= 0; shift -= 6)
			*end++ = digits[bits >> shift & 63];
	}
	*end = '\0';
}

/* Copies the string value of the next key in a JSON text; NULL without one. */
static const char *
find_string(const char *text, const char *key, char *value, size_t size)
{
	size_t		length = 0;

	text = strstr(text, key);
	if (text == NULL)
		return NULL;
	text += strlen(key);
	while (*text == ':' || isspace((unsigned char) *text))
		text++;
	if (*text++ != '"')
		return NULL;
	while (text[length] != '"' && text[length] != '\0' && length + 1 < size)
		length++;
	memcpy(value, text, length);
	value[length] = '\0';
	return text;
}

static void
put_label(FILE *out, const char *barcode)
{
	fprintf(out, "{\"Barcode\":\"%s\",\"Errors\":[],\"Warnings\":[],\"ProductCodeDelivery\":\"3085\","
			"\"Labels\":[{\"Content\":\"%s\",\"Labeltype\":\"Label\",\"OutputType\":\"PDF\"}]}",
			barcode, label);
}

static void
keep_body(const char *body)
{
	FILE	   *file = fopen(body_path, "w");

	if (file == NULL)
		ship_fail(body_path);
	fputs(body, file);
	fclose(file);
	body_path = NULL;
}

/* The labels of a call, under its barcodes or new ones. */
static void
answer_labels(FILE *out, const char *body)
{
	const char *at = body;
	char		product[BARCODE_SIZE];
	char		barcode[BARCODE_SIZE];
	int			count = 0;

	while ((at = find_string(at, "\"ProductCodeDelivery\"", product, sizeof(product))) != NULL)
		count++;
	if (count == MAX_SHIPMENTS && body_path != NULL)
		keep_body(body);
	at = body;
	fputs("{\"MergedLabels\":[],\"ResponseShipments\":[", out);
	for (int i = 0; i < count; i++)
	{
		at = at == NULL ? NULL : find_string(at, "\"Barcode\"", barcode, sizeof(barcode));
		if (at == NULL)
			snprintf(barcode, sizeof(barcode), "3SDEVC%09ld", issued++);
		if (i > 0)
			fputc(',', out);
		put_label(out, barcode);
	}
	fputs("]}", out);
}

static void
answer_barcodes(FILE *out, const char *body)
{
	const char *number = strstr(body, "\"numberOfBarcodes\"");
	int			count = 1;

	if (number != NULL)
		count = atoi(number + strcspn(number, ":") + 1);
	if (count > MAX_BARCODES)
		count = MAX_BARCODES;
	fputs("{\"barcodes\":[", out);
	for (int i = 0; i < count; i++)
		fprintf(out, "%s\"3SDEVC%09ld\"", i > 0 ? "," : "", issued++);
	fputs("]}", out);
}

static void
note_request(const char *path, int path_length, const char *body)
{
	struct timespec now;
	char		reference[64] = "-";

	clock_gettime(CLOCK_REALTIME, &now);
	(void) find_string(body, "\"Reference\"", reference, sizeof(reference));
	fprintf(log_file, "%lld %.*s %s\n", (long long) now.tv_sec * 1000000 + now.tv_nsec / 1000,
			path_length, path, reference);
}

char *
ship_answer(const char *request, const char *body, size_t *length)
{
	const char *path = strchr(request, ' ') + 1;
	int			path_length = (int) strcspn(path, " ?");
	bool		posts = request[0] == 'P';
	char	   *text = NULL;
	char	   *whole = NULL;
	size_t		text_length = 0;
	FILE	   *out;

	if (log_file != NULL)
		note_request(path, path_length, body);
	out = open_memstream(&text, &text_length);
	if (out == NULL)
		ship_fail("open_memstream");
	if (!posts)
		fprintf(out, "{\"Barcode\":\"3SDEVC%09ld\"}", issued++);
	else if (path_length > 8 && strncmp(path + path_length - 8, "/barcode", 8) == 0)
		answer_barcodes(out, body);
	else
		answer_labels(out, body);
	fclose(out);
	*length = (size_t) asprintf(&whole, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
								"Content-Length: %zu\r\n\r\n%s", text_length, text);
	free(text);
	return whole;
}

void
ship_prepare(const char *log_path, const char *keep_path)
{
	make_label();
	body_path = keep_path;
	if (log_path == NULL)
		return;
	log_file = fopen(log_path, "w");
	if (log_file == NULL)
		ship_fail(log_path);
	setvbuf(log_file, NULL, _IOLBF, 0);
}
