"""Addresses of assessments; all stand under the language."""

from django.urls import path

from korzo.capabilities.assessments.views import (
    lists,
    plan,
    printing,
    publishing,
    questions,
    reconciling,
    results,
    room,
    tables,
)

app_name = "assessments"
urlpatterns = [
    path("", lists.published, name="published"),
    path("mine/", lists.mine, name="mine"),
    path("begin/", lists.begin, name="begin"),
    path("<str:code>/", results.results, name="results"),
    path("<str:code>/report.pdf", printing.report, name="report"),
    path("<str:code>/publish/", publishing.publish, name="publish"),
    path("<str:code>/publish/words/", publishing.narrative, name="narrative"),
    path("<str:code>/snapshot.json", publishing.snapshot, name="snapshot"),
    path("<str:code>/council/", publishing.council, name="council"),
    path("<str:code>/ratios/<str:pack>/<str:ratio>/", results.ratio, name="ratio"),
    path("<str:code>/plan/", plan.plan, name="plan"),
    path("<str:code>/plan/new/", plan.new, name="action-new"),
    path("<str:code>/plan/export.<str:form>", plan.export, name="plan-export"),
    path("<str:code>/plan/<int:number>/", plan.action, name="action"),
    path("<str:code>/plan/<int:number>/change/", plan.change, name="action-change"),
    path("<str:code>/plan/<int:number>/step/", plan.step, name="action-step"),
    path("<str:code>/plan/<int:number>/evidence/", plan.prove, name="action-prove"),
    path("<str:code>/room/", room.room, name="room"),
    path("<str:code>/room/step/", room.step, name="step"),
    path("<str:code>/room/ask/", room.ask, name="ask"),
    path("<str:code>/room/set-up/", room.set_up, name="set-up"),
    path("<str:code>/room/parts/<str:part>/", room.part, name="part"),
    path("<str:code>/tables/<str:table>/", tables.table, name="table"),
    path("<str:code>/tables/<str:table>/cells/", tables.save, name="save"),
    path("<str:code>/tables/<str:table>/cell/", tables.cell, name="cell"),
    path("<str:code>/tables/<str:table>/form/", tables.fill, name="fill"),
    path("<str:code>/tables/<str:table>/rows/remove/", tables.remove, name="remove-row"),
    path("<str:code>/differences/", reconciling.differences, name="differences"),
    path("<str:code>/differences/settle/", reconciling.settle, name="settle"),
    path("<str:code>/questions/", questions.questions, name="questions"),
    path("<str:code>/questions/<str:indicator>/", questions.question, name="question"),
]
