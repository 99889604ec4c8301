"""Addresses of assessments; all stand under the language."""

from django.urls import path

from korzo.capabilities.assessments.views import lists, plan, results, room

app_name = "assessments"
urlpatterns = [
    path("", lists.published, name="published"),
    path("mine/", lists.mine, name="mine"),
    path("begin/", lists.begin, name="begin"),
    path("<str:code>/", results.results, name="results"),
    path("<str:code>/ratios/<str:pack>/<str:ratio>/", results.ratio, name="ratio"),
    path("<str:code>/plan/", plan.plan, name="plan"),
    path("<str:code>/plan/new/", plan.new, name="action-new"),
    path("<str:code>/plan/export.<str:form>", plan.export, name="plan-export"),
    path("<str:code>/plan/<int:number>/", plan.action, name="action"),
    path("<str:code>/plan/<int:number>/change/", plan.change, name="action-change"),
    path("<str:code>/plan/<int:number>/step/", plan.step, name="action-step"),
    path("<str:code>/plan/<int:number>/evidence/", plan.prove, name="action-prove"),
    path("<str:code>/room/", room.room, name="room"),
]
