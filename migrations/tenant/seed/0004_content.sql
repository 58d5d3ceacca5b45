-- Pages every shop has, with texts to start from, and the menus that lead to them.

with rows (handle, kind) as (values ('about', 'page'), ('terms', 'legal'), ('privacy', 'legal'), ('returns', 'legal')),
fresh as (insert into seed_marks (kind, key) select 'page', handle from rows on conflict do nothing returning key)
insert into content_pages (handle, kind, status, published_at)
select rows.handle, rows.kind, 'published', now() from rows join fresh on fresh.key = rows.handle
on conflict do nothing;

with rows (page, language, title, body) as (values
    ('about', 'en', 'About us', $page$
{{store.name}} is a shop run by people who like what they sell.

Questions, wishes, praise? Write to {{store.contact_email}}; a person answers.
$page$),
    ('about', 'de', 'Über uns', $page$
{{store.name}} ist ein Laden von Menschen, die mögen, was sie verkaufen.

Fragen, Wünsche, Lob? Schreiben Sie an {{store.contact_email}}; es antwortet ein Mensch.
$page$),
    ('about', 'fr', 'À propos', $page$
{{store.name}} est une boutique tenue par des gens qui aiment ce qu'ils vendent.

Une question, une envie, un compliment ? Écrivez à {{store.contact_email}} ; c'est une personne qui répond.
$page$),
    ('about', 'es', 'Quiénes somos', $page$
{{store.name}} es una tienda llevada por personas a las que les gusta lo que venden.

¿Preguntas, deseos, elogios? Escriba a {{store.contact_email}}; responde una persona.
$page$),
    ('terms', 'en', 'Terms and conditions', $page$
*A draft to start from; have it checked before you sell.*

## Contract
Your order is an offer. The contract is made when we confirm the order by e-mail.

## Prices and payment
The price shown at checkout is the price you pay. The ways to pay are listed there; goods remain ours until paid.

## Delivery
We deliver to the address you gave. If something cannot be delivered, we tell you at once and return what you paid.

## Defects
If something is broken or wrong, tell us; we repair it, replace it or return your money, as the law has it.
$page$),
    ('terms', 'de', 'Allgemeine Geschäftsbedingungen', $page$
*Ein Entwurf für den Anfang; bitte vor dem ersten Verkauf prüfen lassen.*

## Vertrag
Ihre Bestellung ist ein Angebot. Der Vertrag kommt mit unserer Bestätigung per E-Mail zustande.

## Preise und Zahlung
Es gilt der Preis, der an der Kasse angezeigt wird. Bis zur Bezahlung bleibt die Ware unser Eigentum.

## Lieferung
Wir liefern an die angegebene Adresse. Ist etwas nicht lieferbar, sagen wir es sofort und erstatten den Betrag.

## Mängel
Ist etwas fehlerhaft, melden Sie sich; es gelten die gesetzlichen Rechte.
$page$),
    ('terms', 'fr', 'Conditions générales', $page$
*Un modèle pour commencer ; faites-le vérifier avant de vendre.*

## Contrat
Votre commande est une offre. Le contrat est conclu lorsque nous la confirmons par e-mail.

## Prix et paiement
Le prix affiché lors du paiement est celui que vous payez. Les biens restent les nôtres jusqu'au paiement complet.

## Livraison
Nous livrons à l'adresse indiquée. Si c'est impossible, nous vous le disons aussitôt et vous remboursons.

## Défauts
Un article abîmé ou erroné ? Écrivez-nous ; vos droits légaux s'appliquent.
$page$),
    ('terms', 'es', 'Condiciones generales', $page$
*Un borrador para empezar; hágalo revisar antes de vender.*

## Contrato
Su pedido es una oferta. El contrato se cierra cuando lo confirmamos por correo electrónico.

## Precios y pago
El precio que se muestra al pagar es el que usted paga. Los artículos son nuestros hasta que estén pagados.

## Entrega
Entregamos en la dirección indicada. Si no es posible, se lo decimos enseguida y devolvemos el importe.

## Defectos
Si algo está roto o no es lo pedido, avísenos; se aplican sus derechos legales.
$page$),
    ('privacy', 'en', 'Privacy', $page$
*A draft to start from; have it checked before you sell.*

We keep what is needed to deliver your order and what the law makes us keep; nothing is sold to anybody.
You may see, correct, take away or have erased what we know about you: {{store.contact_email}}.
Cookies that are not needed to run the shop are set only if you agree.
$page$),
    ('privacy', 'de', 'Datenschutz', $page$
*Ein Entwurf für den Anfang; bitte vor dem ersten Verkauf prüfen lassen.*

Wir speichern, was für Ihre Bestellung nötig ist und was das Gesetz verlangt; verkauft wird nichts.
Auskunft, Berichtigung, Mitnahme oder Löschung Ihrer Daten: {{store.contact_email}}.
Cookies, die der Laden nicht braucht, setzen wir nur mit Ihrer Zustimmung.
$page$),
    ('privacy', 'fr', 'Confidentialité', $page$
*Un modèle pour commencer ; faites-le vérifier avant de vendre.*

Nous gardons ce qu'il faut pour votre commande et ce que la loi exige ; rien n'est vendu à personne.
Consulter, corriger, emporter ou effacer vos données : {{store.contact_email}}.
Les cookies dont la boutique n'a pas besoin ne sont posés qu'avec votre accord.
$page$),
    ('privacy', 'es', 'Privacidad', $page$
*Un borrador para empezar; hágalo revisar antes de vender.*

Guardamos lo necesario para su pedido y lo que exige la ley; no vendemos nada a nadie.
Para ver, corregir, llevarse o borrar sus datos: {{store.contact_email}}.
Las cookies que la tienda no necesita se usan solo si usted acepta.
$page$),
    ('returns', 'en', 'Returns', $page$
You may send goods back within {{orders.return_days}} days of delivery, unused and complete.

1. Ask for the return in your account or by e-mail.
2. Pack the goods well and send them to the address we give you.
3. We return the money the way you paid, within 14 days of receiving the parcel.
$page$),
    ('returns', 'de', 'Rückgabe', $page$
Sie können Ware innerhalb von {{orders.return_days}} Tagen nach der Lieferung unbenutzt und vollständig zurückgeben.

1. Melden Sie die Rückgabe im Kundenkonto oder per E-Mail an.
2. Verpacken Sie die Ware gut und senden Sie sie an die genannte Adresse.
3. Wir erstatten den Betrag auf dem Zahlungsweg innerhalb von 14 Tagen nach Eingang.
$page$),
    ('returns', 'fr', 'Retours', $page$
Vous pouvez renvoyer un article non utilisé et complet dans les {{orders.return_days}} jours suivant la livraison.

1. Demandez le retour dans votre compte ou par e-mail.
2. Emballez bien l'article et envoyez-le à l'adresse indiquée.
3. Nous remboursons par le même moyen dans les 14 jours suivant la réception.
$page$),
    ('returns', 'es', 'Devoluciones', $page$
Puede devolver los artículos sin usar y completos en los {{orders.return_days}} días siguientes a la entrega.

1. Pida la devolución en su cuenta o por correo electrónico.
2. Embale bien el artículo y envíelo a la dirección que le demos.
3. Devolvemos el dinero por el mismo medio en los 14 días siguientes a la recepción.
$page$)),
fresh as (
    insert into seed_marks (kind, key) select 'page_text', page || '/' || language from rows
    on conflict do nothing returning key)
insert into content_page_translations (page_id, language, title, body)
select p.id, l.code, rows.title, btrim(rows.body, E'\n')
  from rows join fresh on fresh.key = rows.page || '/' || rows.language
  join content_pages p on p.handle = rows.page join languages l on l.code = rows.language
on conflict do nothing;

with rows (code, name) as (values ('header', 'Header'), ('footer', 'Footer'), ('legal', 'Legal line')),
fresh as (insert into seed_marks (kind, key) select 'menu', code from rows on conflict do nothing returning key)
insert into navigation_menus (code, name)
select rows.* from rows join fresh on fresh.key = rows.code
on conflict do nothing;

with rows (menu, code, label, page, url, place) as (values
    ('header', 'home', 'Home', null, '/', 1), ('header', 'shop', 'Shop', null, null, 2),
    ('header', 'about', 'About us', 'about', null, 3), ('header', 'cart', 'Cart', null, '/cart', 4),
    ('footer', 'about', 'About us', 'about', null, 1), ('footer', 'returns', 'Returns', 'returns', null, 2),
    ('footer', 'account', 'My account', null, '/account', 3), ('legal', 'terms', 'Terms', 'terms', null, 1),
    ('legal', 'privacy', 'Privacy', 'privacy', null, 2)),
fresh as (
    insert into seed_marks (kind, key) select 'menu_item', menu || '/' || code from rows
    on conflict do nothing returning key)
insert into navigation_items (menu_id, code, label, page_id, category_id, url, position)
select m.id, rows.code, rows.label, p.id, c.id, rows.url, rows.place
  from rows join fresh on fresh.key = rows.menu || '/' || rows.code
  join navigation_menus m on m.code = rows.menu left join content_pages p on p.handle = rows.page
  left join categories c on rows.code = 'shop' and c.parent_id is null
on conflict do nothing;

with rows (menu, code, de, fr, es) as (values
    ('header', 'home', 'Start', 'Accueil', 'Inicio'), ('header', 'shop', 'Laden', 'Boutique', 'Tienda'),
    ('header', 'about', 'Über uns', 'À propos', 'Quiénes somos'),
    ('header', 'cart', 'Warenkorb', 'Panier', 'Carrito'),
    ('footer', 'about', 'Über uns', 'À propos', 'Quiénes somos'), ('footer', 'returns', 'Rückgabe', 'Retours',
     'Devoluciones'),
    ('footer', 'account', 'Mein Konto', 'Mon compte', 'Mi cuenta'), ('legal', 'terms', 'AGB', 'Conditions',
     'Condiciones'),
    ('legal', 'privacy', 'Datenschutz', 'Confidentialité', 'Privacidad')),
texts as (
    select rows.menu, rows.code, t.language, t.label, concat_ws('/', rows.menu, rows.code, t.language) as key
      from rows, lateral (values ('de', rows.de), ('fr', rows.fr), ('es', rows.es)) as t (language, label)),
fresh as (insert into seed_marks (kind, key) select 'menu_item_text',
key from texts on conflict do nothing returning key)
insert into navigation_item_translations (item_id, language, label)
select i.id, l.code, texts.label
  from texts join fresh using (key) join navigation_menus m on m.code = texts.menu
  join navigation_items i on i.menu_id = m.id and i.code = texts.code join languages l on l.code = texts.language
on conflict do nothing;
