"""Addresses of the back office."""

from django.urls import path

from korzo.site.office import letters, machinery, people, trail, webhooks

app_name = "office"
urlpatterns = [
    path("", people.people, name="people"),
    path("invite/", people.invite, name="invite"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/roles/", people.give_role, name="give-role"),
    path("people/<uuid:person>/roles/<int:membership>/withdraw/", people.withdraw_role, name="withdraw-role"),
    path("people/<uuid:person>/close/", people.close, name="close"),
    path("people/<uuid:person>/reopen/", people.reopen, name="reopen"),
    path("organisations/", people.organisations, name="organisations"),
    path("organisations/new/", people.organisation, name="organisation-new"),
    path("organisations/<slug:code>/", people.organisation, name="organisation"),
    path("jobs/", machinery.jobs, name="jobs"),
    path("jobs/<uuid:job>/", machinery.job, name="job"),
    path("jobs/<uuid:job>/again/", machinery.try_again, name="job-again"),
    path("jobs/<uuid:job>/delete/", machinery.delete, name="job-delete"),
    path("messages/", machinery.messages, name="messages"),
    path("messages/<int:message>/again/", machinery.send_again, name="message-again"),
    path("messages/<int:message>/drop/", machinery.drop, name="message-drop"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<int:letter>/original/", letters.original, name="letter-original"),
    path("letters/<int:letter>/take/", letters.take, name="letter-take"),
    path("letters/<int:letter>/drop/", letters.drop, name="letter-drop"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.edit, name="webhook-new"),
    path("webhooks/<int:webhook>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:webhook>/change/", webhooks.edit, name="webhook-edit"),
    path("webhooks/<int:webhook>/secret/", webhooks.rotate, name="webhook-rotate"),
    path("webhooks/<int:webhook>/switch/", webhooks.switch, name="webhook-switch"),
    path("webhooks/<int:webhook>/test/", webhooks.test, name="webhook-test"),
    path("webhooks/<int:webhook>/delete/", webhooks.delete, name="webhook-delete"),
    path("webhooks/<int:webhook>/<int:delivery>/again/", webhooks.again, name="webhook-again"),
    path("trail/", trail.trail, name="trail"),
    path("trail/verify/", trail.verify, name="trail-verify"),
]
