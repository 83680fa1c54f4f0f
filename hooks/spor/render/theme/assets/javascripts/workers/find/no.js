/* Norwegian, for the search: words are without æ, ø and å here, as the search compares them. */
"use strict";

self.language = {
  /* What forms of a word end in: longest first. */
  endings: [
    "ernes", "erens", "enes", "anes", "erne", "eren", "eres", "ende", "edes", "este", "ene", "ane", "ens", "ets", "ers", "ere",
    "ede", "ete", "est", "en", "et", "er", "es", "as", "te", "a", "e", "s", "t",
  ],
  /* What makes words of words. */
  suffixes: ["elsen", "ningen", "skapen", "sjoner", "inger", "else", "ning", "sjon", "het", "lig", "isk", "ing", "er", "ell", "iv"],
  shortest: 3,
  tidy: (stem) => stem.replace(/mm$/, "m"),
  irregular: {
    storre: "stor", storst: "stor", faerre: "fa", mindre: "liten", minst: "liten", bedre: "god", best: "god",
    valgte: "velg", valgt: "velg", ga: "gi", gitt: "gi", gir: "gi", fikk: "fa", fatt: "fa", far: "fa",
    gjort: "gjore", gjorde: "gjore", gjor: "gjore", sagt: "si", sa: "si", sier: "si", ledd: "ledd",
  },
  vowel: /[aeiouy]/,
  /* What stands between the parts of a compound, and what can only be a first part. */
  links: ["s", "e"],
  prefixes: ["sam", "for", "be", "an", "av", "til", "over", "under", "ut", "inn", "med", "mot", "om", "opp", "ned", "etter", "gjen", "fram"],
  /* After these a number is that of a chapter, a section, an item. */
  numbered: ["kapittel", "kapitlet", "kap", "avsnitt", "avsnittet", "punkt", "pkt", "del"],
  /* Words that tell nothing of what is sought, in Norwegian and in English. */
  idle: new Set((
    "alle andre at av bare begge ble blir blitt bli bør både da de dei dem den denne der dere deres det dette din du eller en enn er et ett " +
    "etter for fordi fra før få får gjør ha hadde han hans har hatt her hos hun hva hvem hver hvilke hvilken hvilket hvis hvor hvordan " +
    "hvorfor i ikke ingen inn ja jeg kan kunne kun litt man mange med meg mellom men mer min mot må nei noe noen nå når og også om opp oss " +
    "over på seg selv si sin sine sitt skal skulle slik som så til under ut uten var ved vi vil ville være vært å " +
    "a an and are at by do does for how in is of on or that the to was what which who why with"
  ).split(" ")),
};
