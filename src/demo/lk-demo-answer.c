/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-answer.h"

#include <string.h>

#define TYPE_JSON "application/json"
#define TYPE_TEXT "text/plain"
#define GATEWAY_PAGE \
  "<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><h1>Try later</h1></body></html>\n"
#define PORTAL_PAGE \
  "<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body><h1>Accept the terms of this network</h1></body></html>\n"
#define WORDS "a planned fault"

/* Nobody has published the number for a failure inside the real service, so this is ours. */
#define ERROR_ID_FAULT 349500

/**
 * lk_demo_answer_clear:
 * @answer: an answer
 *
 * Frees what an answer holds.
 */
void
lk_demo_answer_clear (LkDemoAnswer *answer)
{
  g_clear_pointer (&answer->body, g_free);
}

/**
 * lk_demo_answer_set_json:
 * @answer: an empty answer
 * @status: an HTTP status
 * @node: the body
 *
 * Answers with JSON.
 */
void
lk_demo_answer_set_json (LkDemoAnswer *answer,
                         guint         status,
                         JsonNode     *node)
{
  answer->status = status;
  answer->type = TYPE_JSON;
  answer->body = json_to_string (node, FALSE);
}

/**
 * lk_demo_answer_set_text:
 * @answer: an empty answer
 * @status: an HTTP status
 * @text: the body
 *
 * Answers with plain text, as the calls that create a token report errors.
 */
void
lk_demo_answer_set_text (LkDemoAnswer *answer,
                         guint         status,
                         const char   *text)
{
  answer->status = status;
  answer->type = TYPE_TEXT;
  answer->body = g_strdup (text);
}

/**
 * lk_demo_answer_set_error:
 * @answer: an empty answer
 * @status: an HTTP status
 * @id: the number of the error
 * @text: words for it
 *
 * Answers with an object that holds an array `errors`, the most usual shape of an error.
 */
void
lk_demo_answer_set_error (LkDemoAnswer *answer,
                          guint         status,
                          gint64        id,
                          const char   *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "errors");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "ID");
  json_builder_add_int_value (builder, id);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, text);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  lk_demo_answer_set_json (answer, status, root);
}

/**
 * lk_demo_answer_set_string:
 * @answer: an empty answer
 * @status: an HTTP status
 * @text: words for the error
 *
 * Answers with a bare JSON string, as the calls for roles report errors.
 */
void
lk_demo_answer_set_string (LkDemoAnswer *answer,
                           guint         status,
                           const char   *text)
{
  g_autoptr (JsonNode) root = json_node_init_string (json_node_alloc (), text);

  lk_demo_answer_set_json (answer, status, root);
}

static void
set_page (LkDemoAnswer *answer,
          guint         status,
          const char   *page)
{
  lk_demo_answer_set_text (answer, status, page);
  answer->type = "text/html";
}

static void
set_literal (LkDemoAnswer *answer,
             guint         status,
             const char   *json)
{
  lk_demo_answer_set_text (answer, status, json);
  answer->type = TYPE_JSON;
}

static LkDemoShape
get_usual_shape (const LkDemoFault *fault)
{
  if (fault->value == SOUP_STATUS_BAD_GATEWAY || fault->value == SOUP_STATUS_SERVICE_UNAVAILABLE ||
      fault->value == SOUP_STATUS_GATEWAY_TIMEOUT)
    return LK_DEMO_SHAPE_HTML;
  if (fault->value == SOUP_STATUS_NO_CONTENT)
    return LK_DEMO_SHAPE_EMPTY;
  if (fault->operation == LK_DEMO_OPERATION_CREATE)
    return LK_DEMO_SHAPE_TEXT;
  if (fault->operation == LK_DEMO_OPERATION_ROLES)
    return LK_DEMO_SHAPE_STRING;
  if (fault->operation >= LK_DEMO_OPERATION_TENANTS && fault->operation <= LK_DEMO_OPERATION_USAGE)
    return fault->value == SOUP_STATUS_CONFLICT || fault->value == SOUP_STATUS_NOT_FOUND ? LK_DEMO_SHAPE_EMPTY
                                                                                         : LK_DEMO_SHAPE_REASON;

  return LK_DEMO_SHAPE_ERRORS;
}

static void
set_shape (LkDemoAnswer *answer,
           guint         status,
           LkDemoShape   shape)
{
  switch (shape)
    {
    case LK_DEMO_SHAPE_LOWER_ID:
      set_literal (answer, status, "{\"errors\":[{\"id\":" G_STRINGIFY (ERROR_ID_FAULT) ",\"message\":\"" WORDS "\"}]}");
      break;
    case LK_DEMO_SHAPE_TEXT:
      lk_demo_answer_set_text (answer, status, WORDS);
      break;
    case LK_DEMO_SHAPE_STRING:
      lk_demo_answer_set_string (answer, status, WORDS);
      break;
    case LK_DEMO_SHAPE_REASON:
      set_literal (answer, status, "{\"reason\":\"" WORDS "\"}");
      break;
    case LK_DEMO_SHAPE_ERROR:
      set_literal (answer, status, "{\"error\":\"" WORDS "\"}");
      break;
    case LK_DEMO_SHAPE_WRAPPED:
      set_literal (answer, status, "{\"Body\":{\"reason\":\"" WORDS "\"}}");
      break;
    case LK_DEMO_SHAPE_DESCRIPTION:
      set_literal (answer, status, "{\"description\":\"" WORDS "\",\"code\":\"4\"}");
      break;
    case LK_DEMO_SHAPE_EMPTY:
      answer->status = status;
      break;
    case LK_DEMO_SHAPE_HTML:
      set_page (answer, status, GATEWAY_PAGE);
      break;
    case LK_DEMO_SHAPE_ERRORS:
    case LK_DEMO_SHAPE_USUAL:
    default:
      lk_demo_answer_set_error (answer, status, ERROR_ID_FAULT, WORDS);
      break;
    }
}

/**
 * lk_demo_answer_set_fault:
 * @answer: an empty answer
 * @fault: a fault of the kind %LK_DEMO_FAULT_STATUS or %LK_DEMO_FAULT_PORTAL
 *
 * Answers with a planned status. The body is of the planned shape, or of the shape that the real service has for the
 * same call, or a gateway's page.
 */
void
lk_demo_answer_set_fault (LkDemoAnswer      *answer,
                          const LkDemoFault *fault)
{
  if (fault->kind == LK_DEMO_FAULT_PORTAL)
    set_page (answer, fault->value != 0 ? (guint) fault->value : SOUP_STATUS_OK, PORTAL_PAGE);
  else
    set_shape (answer, (guint) fault->value,
               fault->shape != LK_DEMO_SHAPE_USUAL ? fault->shape : get_usual_shape (fault));
}

static const char *
get_wrong_types (LkDemoOperation operation)
{
  switch (operation)
    {
    case LK_DEMO_OPERATION_ORG:
      return "{\"id\":7}";
    case LK_DEMO_OPERATION_USERS:
      return "{\"orgID\":[],\"orgName\":{},\"users\":0}";
    case LK_DEMO_OPERATION_ROLES:
      return "{\"roles\":[]}";
    case LK_DEMO_OPERATION_LIST:
      return "{\"clients\":[{\"clientId\":7,\"roles\":\"x\",\"generatedOn\":false}]}";
    case LK_DEMO_OPERATION_CREATE:
      return "{\"clientId\":7,\"secret\":[],\"orgId\":null,\"roles\":\"x\",\"token\":{},\"generatedOn\":false}";
    case LK_DEMO_OPERATION_TENANTS:
      return "[{\"tenantName\":7,\"clusterName\":[]}]";
    case LK_DEMO_OPERATION_PULSAR_LIST:
      return "{\"tokens\":7}";
    case LK_DEMO_OPERATION_PULSAR_CREATE:
    case LK_DEMO_OPERATION_PULSAR_CREATE_V2:
    case LK_DEMO_OPERATION_PULSAR_GET:
      return "{\"id\":[],\"token\":7}";
    case LK_DEMO_OPERATION_DELETE:
    case LK_DEMO_OPERATION_LIMITS:
    case LK_DEMO_OPERATION_PULSAR_DELETE:
    case LK_DEMO_OPERATION_ADMIN:
    case LK_DEMO_OPERATION_OFFER:
    case LK_DEMO_OPERATION_USAGE:
    case LK_DEMO_OPERATION_DATABASES:
    case LK_DEMO_OPERATION_ANY:
    case LK_DEMO_OPERATION_UNKNOWN:
    default:
      return "[]";
    }
}

/* Client ids are letters: the number is written with the first ten of them. */
static void
append_row (GString *rows,
            int      number)
{
  char id[sizeof "MadeUpRowNumberXxxxxxxx"];

  g_snprintf (id, sizeof id, "MadeUpRowNumberX%07d", number);
  for (guint i = 16; i < sizeof id - 1; i++)
    id[i] = (char) (id[i] - '0' + 'a');
  g_string_append_printf (rows, "{\"clientId\":\"%sz\",\"roles\":[],\"generatedOn\":\"2026-01-02T03:04:05.678Z\"},", id);
}

static void
add_rows (LkDemoAnswer *answer,
          int           n_rows)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *start = answer->body != NULL ? strchr (answer->body, '[') : NULL;

  if (start == NULL)
    return;

  g_string_append_len (text, answer->body, start + 1 - answer->body);
  for (int i = 0; i < n_rows; i++)
    append_row (text, i);
  if (start[1] == ']')
    g_string_truncate (text, text->len - 1);
  g_string_append (text, start + 1);
  g_free (answer->body);
  answer->body = g_string_free (g_steal_pointer (&text), FALSE);
}

/* A last digit that it does not have. */
static void
spoil_token (LkDemoAnswer *answer)
{
  char *start = answer->body != NULL ? strstr (answer->body, "\"AstraCS:") : NULL;
  char *end = start != NULL ? strchr (start + 1, '"') : NULL;

  if (end != NULL)
    end[-1] = end[-1] == '0' ? '1' : '0';
}

/**
 * lk_demo_answer_spoil:
 * @answer: the answer to what was done
 * @fault: a fault of any kind
 *
 * Changes the body of a success as planned; other kinds of faults leave it as it is.
 */
void
lk_demo_answer_spoil (LkDemoAnswer      *answer,
                      const LkDemoFault *fault)
{
  g_autofree char *body = NULL;

  if (!SOUP_STATUS_IS_SUCCESSFUL (answer->status))
    return;

  if (fault->kind == LK_DEMO_FAULT_ODD_TOKEN)
    {
      spoil_token (answer);
    }
  else if (fault->kind == LK_DEMO_FAULT_HUGE)
    {
      add_rows (answer, fault->value);
    }
  else if (fault->kind == LK_DEMO_FAULT_MALFORMED || fault->kind == LK_DEMO_FAULT_TYPES)
    {
      body = g_steal_pointer (&answer->body);
      if (fault->kind == LK_DEMO_FAULT_TYPES)
        answer->body = g_strdup (get_wrong_types (fault->operation));
      else
        answer->body = g_strconcat ("{\"broken\" ", body, NULL);
      answer->type = TYPE_JSON;
      if (answer->status == SOUP_STATUS_NO_CONTENT)
        answer->status = SOUP_STATUS_OK;
    }
}
