-- E-mail the store writes, in English and German; other languages fall back to the default one.

with rows (code, name, audience) as (values
    ('order_confirmation', 'Order confirmed', 'customer'), ('payment_received', 'Payment received', 'customer'),
    ('payment_failed', 'Payment failed', 'customer'), ('order_shipped', 'Order shipped', 'customer'),
    ('order_delivered', 'Order delivered', 'customer'), ('order_canceled', 'Order canceled', 'customer'),
    ('refund_issued', 'Refund issued', 'customer'), ('return_approved', 'Return approved', 'customer'),
    ('welcome', 'Welcome', 'customer'), ('password_reset', 'Password reset', 'customer'),
    ('cart_reminder', 'Cart reminder', 'customer'), ('gift_card', 'Gift card', 'customer'),
    ('staff_invitation', 'Invitation to the staff', 'staff'), ('staff_new_order', 'New order', 'staff'),
    ('staff_low_stock', 'Low stock', 'staff')),
fresh as (insert into seed_marks (kind, key) select 'email', code from rows on conflict do nothing returning key)
insert into email_templates (code, name, audience)
select rows.* from rows join fresh on fresh.key = rows.code
on conflict do nothing;

with rows (code, language, subject, body) as (values
    ('order_confirmation', 'en', 'Your order {{order.number}}', $mail$Hello {{customer.name}},

thank you for your order {{order.number}}. This is what we will send you:

{{order.lines}}

Total: {{order.total}}
To: {{order.shipping_address}}

You can follow it here: {{order.url}}

{{store.name}}$mail$),
    ('order_confirmation', 'de', 'Ihre Bestellung {{order.number}}', $mail$Guten Tag {{customer.name}},

danke für Ihre Bestellung {{order.number}}. Das schicken wir Ihnen:

{{order.lines}}

Summe: {{order.total}}
An: {{order.shipping_address}}

Hier können Sie sie verfolgen: {{order.url}}

{{store.name}}$mail$),
    ('payment_received', 'en', 'We have received your payment for {{order.number}}',
     E'Hello {{customer.name}},\n\n'
     '{{payment.amount}} for order {{order.number}} has arrived; thank you. We''re packing.\n\n{{store.name}}'),
    ('payment_received', 'de', 'Ihre Zahlung für {{order.number}} ist da',
     E'Guten Tag {{customer.name}},\n\n'
     '{{payment.amount}} für die Bestellung {{order.number}} sind eingegangen; danke.\n\n{{store.name}}'),
    ('payment_failed', 'en', 'Your payment for {{order.number}} did not go through',
     E'Hello {{customer.name}},\n\n'
     'the payment of {{payment.amount}} was declined; nothing was taken. Try again: {{order.url}}\n\n{{store.name}}'),
    ('payment_failed', 'de', 'Ihre Zahlung für {{order.number}} ging nicht durch',
     E'Guten Tag {{customer.name}},\n\n'
     'die Zahlung von {{payment.amount}} wurde abgelehnt; nichts wurde abgebucht. '
     'Noch einmal versuchen: {{order.url}}\n\n{{store.name}}'),
    ('order_shipped', 'en', 'Your order {{order.number}} is on its way',
     E'Hello {{customer.name}},\n\nyour parcel left us today with {{shipment.carrier}}.\n'
     'Tracking: {{shipment.tracking_url}}\n\n{{store.name}}'),
    ('order_shipped', 'de', 'Ihre Bestellung {{order.number}} ist unterwegs',
     E'Guten Tag {{customer.name}},\n\nIhr Paket ist heute mit {{shipment.carrier}} abgegangen.\n'
     'Verfolgen: {{shipment.tracking_url}}\n\n{{store.name}}'),
    ('order_delivered', 'en', 'Your order {{order.number}} has arrived',
     E'Hello {{customer.name}},\n\n'
     'the carrier says your parcel has been delivered. Is everything in order? If not, answer this e-mail.\n\n'
     '{{store.name}}'),
    ('order_delivered', 'de', 'Ihre Bestellung {{order.number}} ist angekommen',
     E'Guten Tag {{customer.name}},\n\n'
     'laut Zustelldienst ist Ihr Paket da. Alles in Ordnung? Wenn nicht, antworten Sie auf diese E-Mail.\n\n'
     '{{store.name}}'),
    ('order_canceled', 'en', 'Your order {{order.number}} has been canceled',
     E'Hello {{customer.name}},\n\n'
     'order {{order.number}} has been canceled. What you paid comes back the way it came.\n\n{{store.name}}'),
    ('order_canceled', 'de', 'Ihre Bestellung {{order.number}} wurde storniert',
     E'Guten Tag {{customer.name}},\n\n'
     'die Bestellung {{order.number}} wurde storniert. Gezahltes kommt auf dem Zahlungsweg zurück.\n\n'
     '{{store.name}}'),
    ('refund_issued', 'en', 'Your refund for {{order.number}}',
     E'Hello {{customer.name}},\n\nwe have returned {{refund.amount}}; it may take a few days to show.\n\n'
     '{{store.name}}'),
    ('refund_issued', 'de', 'Ihre Erstattung für {{order.number}}',
     E'Guten Tag {{customer.name}},\n\n'
     'wir haben {{refund.amount}} erstattet; bis zur Gutschrift kann es einige Tage dauern.\n\n{{store.name}}'),
    ('return_approved', 'en', 'Your return {{return.number}}',
     E'Hello {{customer.name}},\n\nplease send the goods to:\n\n{{return.address}}\n\n'
     'Put the number {{return.number}} into the parcel.\n\n{{store.name}}'),
    ('return_approved', 'de', 'Ihre Rückgabe {{return.number}}',
     E'Guten Tag {{customer.name}},\n\nbitte senden Sie die Ware an:\n\n{{return.address}}\n\n'
     'Legen Sie die Nummer {{return.number}} bei.\n\n{{store.name}}'),
    ('welcome', 'en', 'Welcome to {{store.name}}',
     E'Hello {{customer.name}},\n\nyour account is ready: {{account.url}}\n\n{{store.name}}'),
    ('welcome', 'de', 'Willkommen bei {{store.name}}',
     E'Guten Tag {{customer.name}},\n\nIhr Konto ist eingerichtet: {{account.url}}\n\n{{store.name}}'),
    ('password_reset', 'en', 'Choose a new password',
     E'Hello,\n\nsomebody asked for a new password for this address. Choose one within an hour: {{reset.url}}\n'
     'If it was not you, do nothing.\n\n{{store.name}}'),
    ('password_reset', 'de', 'Neues Passwort wählen',
     E'Guten Tag,\n\n'
     'für diese Adresse wurde ein neues Passwort verlangt. Wählen Sie es innerhalb einer Stunde: {{reset.url}}\n'
     'Waren Sie es nicht, tun Sie nichts.\n\n{{store.name}}'),
    ('cart_reminder', 'en', 'You left something in your cart',
     E'Hello {{customer.name}},\n\nit is still there: {{cart.url}}\n\n{{cart.lines}}\n\n{{store.name}}'),
    ('cart_reminder', 'de', 'In Ihrem Warenkorb liegt noch etwas',
     E'Guten Tag {{customer.name}},\n\nes ist noch da: {{cart.url}}\n\n{{cart.lines}}\n\n{{store.name}}'),
    ('gift_card', 'en', 'A gift card for you',
     E'Hello,\n\n'
     'you have been given {{gift_card.amount}} to spend at {{store.name}}. The code is {{gift_card.code}}.\n'
     'Whoever has it can spend it; keep it safe.'),
    ('gift_card', 'de', 'Ein Gutschein für Sie',
     E'Guten Tag,\n\n'
     'Sie haben {{gift_card.amount}} für {{store.name}} geschenkt bekommen. Der Code ist {{gift_card.code}}.\n'
     'Wer ihn hat, kann ihn einlösen; bewahren Sie ihn gut auf.'),
    ('staff_invitation', 'en', 'Work with us at {{store.name}}',
     E'Hello,\n\n{{inviter.name}} invites you to the staff of {{store.name}} as {{role.name}}: {{invitation.url}}\n'
     'The link is good until {{invitation.expires_at}}.'),
    ('staff_invitation', 'de', 'Einladung zu {{store.name}}',
     E'Guten Tag,\n\n{{inviter.name}} lädt Sie als {{role.name}} zu {{store.name}} ein: {{invitation.url}}\n'
     'Der Link gilt bis {{invitation.expires_at}}.'),
    ('staff_new_order', 'en', 'New order {{order.number}}: {{order.total}}', E'{{order.lines}}\n\n{{order.admin_url}}'),
    ('staff_new_order', 'de', 'Neue Bestellung {{order.number}}: {{order.total}}', E'{{order.lines}}\n\n'
    '{{order.admin_url}}'),
    ('staff_low_stock', 'en', '{{variant.sku}} is running out',
     E'{{product.name}} ({{variant.sku}}): {{level.available}} left at {{location.name}}; '
     'reorder point {{level.reorder_point}}.'),
    ('staff_low_stock', 'de', '{{variant.sku}} geht zur Neige',
     E'{{product.name}} ({{variant.sku}}): noch {{level.available}} in {{location.name}}; '
     'Meldebestand {{level.reorder_point}}.')),
fresh as (
    insert into seed_marks (kind, key) select 'email_text', code || '/' || language from rows
    on conflict do nothing returning key)
insert into email_template_translations (template_id, language, subject, body)
select t.id, l.code, rows.subject, rows.body
  from rows join fresh on fresh.key = rows.code || '/' || rows.language
  join email_templates t on t.code = rows.code join languages l on l.code = rows.language
on conflict do nothing;
