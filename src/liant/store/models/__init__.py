"""Every table of Liant, importable from here by the layers above."""

from __future__ import annotations

from liant.store.models.arbitrate import Deliverable, MarketingRequest, RequestBacker
from liant.store.models.arbitrate_window import (
    Adjustment,
    AdjustmentProposal,
    ArbitrationPolicy,
    ArbitrationWindow,
    Award,
    HourAccount,
    UrgentCall,
)
from liant.store.models.argue import (
    Argument,
    ArgumentUse,
    ArgumentVersion,
    Claim,
    ClaimOrigin,
    Evidence,
    Verdict,
    VersionStatus,
)
from liant.store.models.argue_drafted import DraftStatus, ModelDraft
from liant.store.models.argue_figures import CountedFigure
from liant.store.models.argue_life import (
    Contest,
    ContestOutcome,
    ContraryQuote,
    MessageStatus,
    StrategyMessage,
    StrategyMessageText,
)
from liant.store.models.argue_together import CoAuthor, ProposedWords
from liant.store.models.argue_translate import LanguageVersion
from liant.store.models.audience import Acknowledgement, AcknowledgementCount, AudiencePart
from liant.store.models.brief import BriefLine, BriefPreference
from liant.store.models.clocks import Clock, Closure, ResponsePromise
from liant.store.models.credit import Contribution, CreditChoice, CreditContest, CreditLink, Showing
from liant.store.models.crm import (
    Account,
    AccountKind,
    AccountSize,
    Competitor,
    Contact,
    Opportunity,
    OutcomeReason,
    Product,
    StageChange,
)
from liant.store.models.imports import ImportRun, ImportStatus, SavedMapping, SetAsideRow
from liant.store.models.launch import BoardColumn, Launch, LaunchLine, LaunchPilot, LaunchPin, LaunchStep
from liant.store.models.leads import Lead
from liant.store.models.ledger import AnsweredRequest, LedgerEvent
from liant.store.models.listen import Note, Quote
from liant.store.models.meet import AgendaItem, Meeting, MeetingOutcome, MeetingSeries, OutcomeKind
from liant.store.models.notices import Notice
from liant.store.models.outbox import Instance, Mail, MailEnd, MailPreference
from liant.store.models.people import Company, Person, Side, Team
from liant.store.models.plan import (
    Absence,
    Booking,
    CalendarFeed,
    PlanRun,
    PlanSearch,
    PlanStatus,
    SearchStatus,
    WorkPattern,
)
from liant.store.models.refine import ActionPlan, IdeaAnswer, IdeaSource, IdeaText, PlanStep, RefinedIdea
from liant.store.models.refine_rounds import (
    Brainstorm,
    BrainstormDot,
    BrainstormGroup,
    BrainstormGuest,
    BrainstormItem,
)
from liant.store.models.themes import (
    BroadTheme,
    NoteVector,
    RefreshStatus,
    Theme,
    ThemeEdit,
    ThemeEditKind,
    ThemeNote,
    ThemeRefresh,
    ThemeState,
    Triage,
    Weighed,
)
from liant.store.models.threads import Mention, ThreadMessage
from liant.store.models.visits import Visit

__all__ = [
    "Absence",
    "Account",
    "AccountKind",
    "AccountSize",
    "Acknowledgement",
    "AcknowledgementCount",
    "ActionPlan",
    "Adjustment",
    "AdjustmentProposal",
    "AgendaItem",
    "AnsweredRequest",
    "ArbitrationPolicy",
    "ArbitrationWindow",
    "Argument",
    "ArgumentUse",
    "ArgumentVersion",
    "AudiencePart",
    "Award",
    "BoardColumn",
    "Booking",
    "Brainstorm",
    "BrainstormDot",
    "BrainstormGroup",
    "BrainstormGuest",
    "BrainstormItem",
    "BriefLine",
    "BriefPreference",
    "BroadTheme",
    "CalendarFeed",
    "Claim",
    "ClaimOrigin",
    "Clock",
    "Closure",
    "CoAuthor",
    "Company",
    "Competitor",
    "Contact",
    "Contest",
    "ContestOutcome",
    "ContraryQuote",
    "Contribution",
    "CountedFigure",
    "CreditChoice",
    "CreditContest",
    "CreditLink",
    "Deliverable",
    "DraftStatus",
    "Evidence",
    "HourAccount",
    "IdeaAnswer",
    "IdeaSource",
    "IdeaText",
    "ImportRun",
    "ImportStatus",
    "Instance",
    "LanguageVersion",
    "Launch",
    "LaunchLine",
    "LaunchPilot",
    "LaunchPin",
    "LaunchStep",
    "Lead",
    "LedgerEvent",
    "Mail",
    "MailEnd",
    "MailPreference",
    "MarketingRequest",
    "Meeting",
    "MeetingOutcome",
    "MeetingSeries",
    "Mention",
    "MessageStatus",
    "ModelDraft",
    "Note",
    "NoteVector",
    "Notice",
    "Opportunity",
    "OutcomeKind",
    "OutcomeReason",
    "Person",
    "PlanRun",
    "PlanSearch",
    "PlanStatus",
    "PlanStep",
    "Product",
    "ProposedWords",
    "Quote",
    "RefinedIdea",
    "RefreshStatus",
    "RequestBacker",
    "ResponsePromise",
    "SavedMapping",
    "SearchStatus",
    "SetAsideRow",
    "Showing",
    "Side",
    "StageChange",
    "StrategyMessage",
    "StrategyMessageText",
    "Team",
    "Theme",
    "ThemeEdit",
    "ThemeEditKind",
    "ThemeNote",
    "ThemeRefresh",
    "ThemeState",
    "ThreadMessage",
    "Triage",
    "UrgentCall",
    "Verdict",
    "VersionStatus",
    "Visit",
    "Weighed",
    "WorkPattern",
]
