// docs/development/voice.md, as far as a test can see it.

/** Each with what to write instead. */
export const RULES: readonly (readonly [instead: string, pattern: RegExp])[] = [
  ['automatically', /\bby (?:itself|themselves)\b/iu],
  ['auto-renews', /\brenews? (?:itself|themselves)\b/iu],
  ['again', /\banew\b/iu],
  ['no longer', /\b(?:any more|anymore)\b/iu],
  ['right now, or nothing', /\b(?:at this moment|at the moment|just now)\b/iu],
  ['who it is: the bot operator, the requester, the owner', /\bwho(?:so)?ever\b/iu],
  ['what it is', /\bwhatever\b/iu],
  ['if this continues', /\bif it (?:stays|remains) so\b/iu],
  ['posted, shown, sent, notified', /\b(?:is|are|was|were) told\b|\b[Tt]ells? (?:each|whoever|the rest)\b/u],
  ['must, need', /\bha(?:s|ve) to\b(?! approve)/u],
  ['approve', /\bagree(?:d|s)?\b(?! with)/iu],
  ['request', /\b(?:asked for|asks? for (?:it|an?|more)\b)/iu],
  ['in progress', /\bunder way\b/iu],
  ['charged', /\bdebit/iu],
  ['adopt', /\b(?:take|took|taken) over\b/iu],
  ['permanently deleted', /\b(?:for|gone for) good\b/iu],
  ['click', /\bpress(?:ed)?\b/iu],
  ['disappeared', /\bvanish/iu],
  ['the database', /\b(?:its|the bot’s) store\b/iu],
  ['error details', /\bsmall print\b/iu],
  [
    'a contraction',
    /\b(?:cannot|could not|does not|did not|do not|is not|are not|has not|have not|will not|would not)\b/u,
  ],
  ['a curly apostrophe', /[a-z]'(?:s|t|re|ve|ll)\b/u],
  ['12%', /[\d…] %(?!\w)/u],
  ['ID', /(?<![./$\w-])(?:[Ii]ds?|Id)\b(?![.:=()])/u],
  ['“the bot”, not I', /(?:^|[\s(“])I(?:’\w+)? /u],
  ['the imperative alone', /\bplease\b/iu],
];
