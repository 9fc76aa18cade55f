"""The shapes of the lexicon's rules and words, checked as they are read; those of names stand in `actor_rows`."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from warehouse.terms import EventClass, Kind, Modality


class Row(BaseModel):
    """A row of a file: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleRow(Row):
    """Patterns under an id, with a sentence in which one of them stands."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    patterns: tuple[str, ...] = Field(min_length=1)
    hits: str


class CueRow(RuleRow):
    """A rule of the lexicon. `hits` must hit and `misses` must not: they are its tests.

    A broad cue `needs` more to count: "politics", an actor or a political word near it, or "actor", one named in its
    sentence. One that `goes_on` names what is there whatever is asked, supposed or demanded beside it: "a truce in the
    Gaza war".
    """

    event_class: EventClass = Field(alias="class")
    mode: str = ""
    weight: float = Field(ge=-10, le=10)
    misses: str
    needs: Literal["", "politics", "actor"] = ""
    goes_on: bool = False
    note: str = ""
    dated_on: date


class GuardRow(RuleRow):
    """A context in which a cue is not geopolitics: its hits are kept as suppressed, for `reason`.

    `reach`: all hits of the sentence, those at most eight words away, or only those that share a word with it; of the
    article, where it stands in its first two sentences, the title and the lead.
    """

    reason: str
    reach: str = Field(pattern="^(article|sentence|near|overlap)$")
    note: str = ""


class MarkerRow(RuleRow):
    """Words that flag the hits near them. `reach` is in words; a comma ends it unless the marker `crosses_commas`.

    One of the side "around" flags what stands between its words: "an attack could". One that `begins` counts only where
    it begins the sentence, or a part of it behind a colon: "Were they to attack, ...". One
    that `opens` crosses the first comma where it begins the sentence: "Three years ago, jets ...". After one of
    `not_after` the words mean something else: "since last year", "even if". A marker of the flag "asserted" only keeps
    its words from being read as another ("not only"), and takes the flags in `cancels` from the hits it reaches.
    """

    flag: Modality
    side: str = Field(pattern="^(after|before|both|around|sentence)$")
    reach: int = Field(ge=0, le=20)
    stops: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    crosses_commas: bool = False
    opens: bool = False
    begins: bool = False
    cancels: frozenset[Modality] = frozenset()


class DateRow(Row):
    """How dates are read that lie over `past_after_days` before publication. Reaches are in words.

    A date phrase is made of months, days, years and words of `phrase`. One after the hit dates it if none of `stops`
    stands between, one that begins the clause if none of `opening_stops` does. One set off by commas or brackets may
    stand `commas` of them after the hit. A year right before one of `ballots` is part of its name.
    """

    past_after_days: int = Field(ge=1)
    months_ahead: int = Field(ge=0, le=6)
    reach: int = Field(ge=1, le=40)
    noun_reach: int = Field(ge=1)
    opening_reach: int = Field(ge=0)
    going_on_reach: int = Field(ge=1)
    commas: int = Field(ge=0)
    months: dict[str, int]
    seasons: dict[str, int]
    feasts: frozenset[str]
    before_season: frozenset[str]
    phrase: frozenset[str]
    before_year: frozenset[str]
    before_month: frozenset[str]
    going_on: frozenset[str]
    compared: frozenset[str]
    determiners: frozenset[str]
    noun_openers: frozenset[str]
    function_words: frozenset[str]
    openers: frozenset[str]
    clause_openers: frozenset[str]
    followers: frozenset[str]
    comments: frozenset[str]
    ballots: frozenset[str]
    eras: frozenset[str]
    stops: frozenset[str]
    opening_stops: frozenset[str]

    @cached_property
    def named_times(self) -> frozenset[str]:
        """The names of months, seasons, feasts and eras."""
        return self.eras.union(self.months, self.seasons)


class QuestionRow(Row):
    """By which words a question is told from the statement it follows."""

    openers: frozenset[str]
    joiners: frozenset[str]


class AccountingRow(Row):
    """How much of its weight a hit counts, and what governs it.

    `governing` gives for a class why what it takes as its object has not happened; `governed_reach` is in words.
    """

    accused_certainty: float = Field(gt=0, le=1)
    mention_certainty: float = Field(gt=0, le=1)
    governed_reach: int = Field(ge=1)
    governing: dict[EventClass, str]


class KindRow(Row):
    """The series of a class or mode, as asserted and as planned."""

    asserted: Kind
    planned: Kind


class LandmarkRow(Row):
    """What happened on one day, by the names that news gives it: regular expressions in lower case."""

    names: tuple[str, ...] = Field(min_length=1)
    on: date
    source: str = Field(min_length=1)


class RecurrenceRow(Row):
    """What comes round, by the names that news gives it, and the years of each time."""

    names: tuple[str, ...] = Field(min_length=1)
    years: tuple[int, ...] = ()
    first_year: int | None = Field(default=None, alias="from")
    last_year: int | None = Field(default=None, alias="until")
    every: int = Field(default=1, ge=1)
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def has_years(self) -> RecurrenceRow:
        """The years are listed, or told by the first, the last and the step."""
        if bool(self.years) == (self.first_year is not None and self.last_year is not None):
            msg = "years, or from and until"
            raise ValueError(msg)
        return self

    @property
    def all_years(self) -> frozenset[int]:
        """The years of each time."""
        if self.first_year is None or self.last_year is None:
            return frozenset(self.years)
        return frozenset(range(self.first_year, self.last_year + 1, self.every))


class AttributionRow(Row):
    """Words by which actor and recipient are told apart; what each list is for stands beside it in the file."""

    object_prepositions: frozenset[str]
    place_prepositions: frozenset[str]
    loose_prepositions: frozenset[str]
    clause_stops: frozenset[str]
    clause_openers: frozenset[str]
    relatives: frozenset[str]
    passive_auxiliaries: frozenset[str]
    auxiliaries: frozenset[str]
    determiners: frozenset[str]
    joins: frozenset[str]
    suffering_verbs: frozenset[str]
    pronouns: frozenset[str]
    person_pronouns: frozenset[str]
    owner_pronouns: frozenset[str]
    object_pronouns: frozenset[str]
    subject_pronouns: frozenset[str]
    plural_pronouns: frozenset[str]
    descriptions: frozenset[str]
    person_descriptions: frozenset[str]
    group_descriptions: frozenset[str]
    organisation_descriptions: frozenset[str]
    dual_descriptions: frozenset[str]
    partner_words: frozenset[str]
    speech_words: frozenset[str]
    announcing_words: frozenset[str]
    bodies: frozenset[str]
    belongings: frozenset[str]
    no_owners: frozenset[str]
    chain_prepositions: frozenset[str]
    outlaws: frozenset[str]
    armed_people: frozenset[str]
    peoples: frozenset[str]
    sponsored_endings: frozenset[str]
    person_titles: frozenset[str]
    unnamed_agents: frozenset[str]
    bare_passives: frozenset[str]
    charged_nouns: frozenset[str]
    charging_words: frozenset[str]
    watching_words: frozenset[str]
    coming_words: frozenset[str]
    prisons: frozenset[str]
    victims: frozenset[str]
    suffering_before: frozenset[str]
    receiving_before: frozenset[str]
    by_particles: frozenset[str]
    exchange_words: frozenset[str]
    modals: frozenset[str]
    participle_adjectives: frozenset[str]
    telling_words: frozenset[str]
    states_of_mind: frozenset[str]
    conditions: frozenset[str]
    modal_demands: frozenset[str]
    voices: frozenset[str]
    first_person: frozenset[str]
    meeting_words: frozenset[str]
    deal_words: frozenset[str]
    shared_words: frozenset[str]
    joint_words: frozenset[str]
    mutual_fights: frozenset[str]
    quarrel_words: frozenset[str]
    deed_nouns: frozenset[str]
    also_nouns: frozenset[str]
    own_charges: frozenset[str]
    grounds: frozenset[str]
    known_as: dict[str, str]
    wars: dict[str, str]
    plan_accusation: str
    political_words: frozenset[str]

    @cached_property
    def two_words(self) -> frozenset[str]:
        """Two words that stand for somebody."""
        return (
            self.descriptions
            | self.person_descriptions
            | self.group_descriptions
            | self.organisation_descriptions
            | self.dual_descriptions
            | self.known_as.keys()
        )

    @cached_property
    def two_words_first(self) -> frozenset[str]:
        """The first of two words that stand for somebody."""
        return frozenset(pair.split(" ")[0] for pair in self.two_words)

    @cached_property
    def heads_before(self) -> dict[str, frozenset[str]]:
        """The nouns that stand for the name after a preposition: "workers from X" are X's, militants are not."""
        people = (self.grounds | self.unnamed_agents | self.bodies) - self.outlaws - self.armed_people
        return {"of": people | self.belongings, "from": people, "for": self.voices, "in": self.bodies}

    @cached_property
    def somebody(self) -> frozenset[str]:
        """Nouns for those who act: they belong to the phrase of a country even where a cue holds them."""
        return (
            self.bodies | self.belongings | self.person_titles | self.determiners | self.unnamed_agents | self.outlaws
        )

    @cached_property
    def unnamed_people(self) -> frozenset[str]:
        """Nouns for those who act and are no state's by name, armed or not."""
        return self.unnamed_agents | self.armed_people

    @cached_property
    def fighters(self) -> frozenset[str]:
        """Nouns for those whom a sponsor is not."""
        return self.unnamed_people | self.outlaws

    @cached_property
    def leading_words(self) -> frozenset[str]:
        """Words that lead a phrase that is no subject."""
        return self.object_prepositions | self.place_prepositions | {"by"}

    @cached_property
    def before_nouns(self) -> frozenset[str]:
        """Words after which a participle belongs to a noun."""
        return self.determiners | self.object_prepositions | self.place_prepositions

    @cached_property
    def source_words(self) -> frozenset[str]:
        """Words by which a source tells."""
        return self.speech_words | self.announcing_words

    @cached_property
    def opening_words(self) -> frozenset[str]:
        """Words that open a clause within a sentence."""
        return self.clause_openers | self.relatives

    @cached_property
    def front_words(self) -> frozenset[str]:
        """Words that open what stands in front of the main clause."""
        return self.clause_openers | self.loose_prepositions

    @cached_property
    def clause_limits(self) -> frozenset[str]:
        """Words that part clauses."""
        return self.clause_stops | self.clause_openers

    @cached_property
    def mutual_words(self) -> dict[EventClass, frozenset[str]]:
        """The words of each class by which two do it to each other."""
        return {
            EventClass.ASSAULT: self.mutual_fights,
            EventClass.ACCUSE: self.quarrel_words,
            EventClass.CONSULT: self.meeting_words,
            EventClass.AGREE: self.deal_words,
            EventClass.COOPERATE: self.shared_words | self.deal_words,
        }

    @cached_property
    def together_words(self) -> frozenset[str]:
        """Words for what two do together."""
        return self.meeting_words | self.deal_words | self.joint_words

    @cached_property
    def between_words(self) -> frozenset[str]:
        """Nouns for what goes on between two."""
        return self.quarrel_words | self.mutual_fights | self.together_words

    @cached_property
    def plurals(self) -> frozenset[str]:
        """Nouns that end as verbs of the present do."""
        return self.bodies | self.belongings | self.unnamed_agents | self.outlaws | self.grounds | self.deed_nouns

    @cached_property
    def phrase_ends(self) -> frozenset[str]:
        """Words that can be no part of a noun phrase."""
        return (
            self.object_prepositions
            | self.place_prepositions
            | self.auxiliaries
            | self.clause_stops
            | self.clause_openers
            | self.relatives
            | self.speech_words
            | (self.pronouns - self.owner_pronouns)
            | {"by", "and", "or"}
        )
