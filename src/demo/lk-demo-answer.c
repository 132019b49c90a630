/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-answer.h"

#include <string.h>

#define TYPE_JSON "application/json"
#define TYPE_TEXT "text/plain"
#define GATEWAY_PAGE \
  "<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><h1>Try later</h1></body></html>\n"

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

/**
 * lk_demo_answer_set_fault:
 * @answer: an empty answer
 * @fault: a fault of the kind %LK_DEMO_FAULT_STATUS
 *
 * Answers with a planned status. The body is of the shape that the real service has for the same call, or a gateway's
 * page.
 */
void
lk_demo_answer_set_fault (LkDemoAnswer      *answer,
                          const LkDemoFault *fault)
{
  if (fault->value == SOUP_STATUS_BAD_GATEWAY || fault->value == SOUP_STATUS_SERVICE_UNAVAILABLE ||
      fault->value == SOUP_STATUS_GATEWAY_TIMEOUT)
    {
      lk_demo_answer_set_text (answer, fault->value, GATEWAY_PAGE);
      answer->type = "text/html";
    }
  else if (fault->value == SOUP_STATUS_NO_CONTENT)
    {
      answer->status = fault->value;
    }
  else if (fault->operation == LK_DEMO_OPERATION_CREATE)
    {
      lk_demo_answer_set_text (answer, fault->value, "a planned fault");
    }
  else if (fault->operation == LK_DEMO_OPERATION_ROLES)
    {
      lk_demo_answer_set_string (answer, fault->value, "a planned fault");
    }
  else
    {
      lk_demo_answer_set_error (answer, fault->value, ERROR_ID_FAULT, "a planned fault");
    }
}

/**
 * lk_demo_answer_send:
 * @answer: an answer; its body is taken away
 * @message: the call
 *
 * Gives an answer to libsoup to be sent.
 */
void
lk_demo_answer_send (LkDemoAnswer      *answer,
                     SoupServerMessage *message)
{
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->body != NULL)
    {
      gsize length = strlen (answer->body);

      soup_server_message_set_response (message, answer->type, SOUP_MEMORY_TAKE, g_steal_pointer (&answer->body),
                                        length);
    }
}

/**
 * lk_demo_answer_break:
 * @answer: an answer
 * @message: the call
 * @send_head: whether anything is sent at all
 * @n_bytes: how much of the body is sent at most
 *
 * Ends the connection before the answer is complete. libsoup offers no way to do that, so this goes under it: what
 * libsoup then tries to write finds the socket closed, and it forgets the connection.
 */
void
lk_demo_answer_break (const LkDemoAnswer *answer,
                      SoupServerMessage  *message,
                      gboolean            send_head,
                      gsize               n_bytes)
{
  GSocket *socket = soup_server_message_get_socket (message);

  soup_server_message_set_status (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
  if (socket == NULL)
    return;

  if (send_head)
    {
      const char *body = answer->body != NULL ? answer->body : "";
      gsize length = strlen (body);
      g_autoptr (GString) data = g_string_new (NULL);
      gsize sent = 0;

      g_string_append_printf (data,
                              "HTTP/1.1 %u %s\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                              answer->status, soup_status_get_phrase (answer->status),
                              answer->type != NULL ? answer->type : TYPE_TEXT, length);
      g_string_append_len (data, body, (gssize) MIN (length, n_bytes));

      while (sent < data->len)
        {
          gssize n = g_socket_send_with_blocking (socket, data->str + sent, data->len - sent, TRUE, NULL, NULL);

          if (n <= 0)
            break;
          sent += (gsize) n;
        }
    }

  g_socket_shutdown (socket, TRUE, TRUE, NULL);
}
