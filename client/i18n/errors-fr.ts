/** Les échecs en mots, y compris ceux que le serveur dit en anglais. */
export const errorsFr: Readonly<Record<string, string>> = {
  OFFLINE: 'Le serveur est injoignable pour l’instant.',
  TIMED_OUT: 'Le serveur n’a pas répondu à temps.',
  SIGNED_OUT: 'Vous n’êtes plus connecté ici.',
  TOKEN_UNAVAILABLE: 'Votre connexion n’a pas pu être vérifiée pour l’instant.',
  UNREADABLE: 'Le serveur a renvoyé une réponse inattendue. Réessayez.',
  INTERNAL_ERROR: 'Une erreur est survenue de notre côté. Elle a été enregistrée.',
  FORBIDDEN: 'Votre rôle ne le permet pas.',
  VALIDATION_FAILED: 'Certains champs ne conviennent pas.',
  CHAT_SESSION_NOT_FOUND: 'Cette session n’existe plus.',
  CHAT_TURN_NOT_FOUND: 'Cette réponse n’existe plus.',
  KNOWLEDGE_DOCUMENT_NOT_FOUND: 'Ce document n’est pas dans la base de connaissances.',
  CHAT_SESSION_CLOSED: 'Cette session est close ou archivée. Rouvrez-la, ou commencez-en une autre.',
  CHAT_TOO_MANY_WAITING: 'Trop de questions attendent dans cette session. Laissez-en finir quelques-unes.',
  BUDGET_EXCEEDED: 'Votre budget est épuisé.',
  BUDGET_HELD: 'Les réponses en cours peuvent prendre le reste de votre budget. Laissez-les d’abord finir.',
  CHAT_MESSAGE_BLOCKED:
    'Ce texte n’a pas été accepté, car il contient quelque chose qui ne peut être dit ici.',
  KNOWLEDGE_TOO_MANY_WAITING:
    'Trop de documents attendent d’être lus. Envoyez les suivants quand certains seront prêts.',
  TOO_MANY_STREAMS: 'Vous suivez trop de sessions à la fois. Fermez quelques onglets.',
  ORIGIN_NOT_ALLOWED:
    'Les pages de cette origine ne peuvent pas se connecter. Un administrateur peut l’ajouter à CORS_ORIGINS.',
  UPGRADE_REQUIRED: 'Seul un WebSocket (version 13) peut être ouvert ici.',
  TOO_MANY_FRAMES: 'Trop de trames ont été envoyées en trop peu de temps.',
  TOO_MANY_BAD_FRAMES: 'Trop de trames étaient incompréhensibles.',
  TURN_ENDED: 'Cette réponse est déjà terminée.',
  TURN_NOT_RETRYABLE: 'Seule une réponse terminée peut être redonnée.',
  CHAT_MESSAGE_NOT_FOUND: 'Ce message n’existe plus.',
  CHAT_NOT_LAST: 'Seule la dernière question peut être modifiée, et seule sa réponse redonnée.',
  CHAT_TURN_OPEN: 'Une réponse est en cours. Attendez qu’elle se termine, ou arrêtez-la.',
  CHAT_TOO_MANY_VERSIONS:
    'Cette question a atteint son nombre maximal de versions. Posez-la comme une nouvelle.',
  BODY_TOO_LARGE: 'Le message est trop volumineux.',
  SERVICE_UNAVAILABLE: 'Le service est occupé ou redémarre. Réessayez dans un instant.',
  OUTBOX_FULL: 'Vingt messages sont déjà en attente. Laissez-en partir quelques-uns, ou abandonnez-les.',
  WAITED_TOO_LONG: 'Ce message attend depuis plus d’un jour. Renvoyez-le s’il est encore utile.',
  MODEL_THROTTLED:
    'Le modèle est à sa limite pour l’instant. Votre question est conservée. Cela passe d’ordinaire en une minute.',
  MODEL_UNAVAILABLE: 'Le modèle est injoignable. Votre question est conservée ; réessayez dans un instant.',
  MODEL_TIMED_OUT: 'Le modèle a mis trop de temps à répondre. Votre question est conservée ; réessayez.',
  MODEL_INTERRUPTED: 'La réponse s’est interrompue avant la fin. Votre question est conservée ; réessayez.',
  MODEL_ANSWER_TOO_LONG:
    'La réponse est devenue trop longue pour être conservée. Posez une question plus précise.',
  IDENTITY_PROVIDER_UNAVAILABLE:
    'Votre connexion n’a pas pu être vérifiée pour l’instant. Réessayez dans un instant.',
  MODEL_ACCESS_DENIED: 'L’accès au modèle est refusé. Un administrateur doit le vérifier.',
  MODEL_REJECTED_INPUT: 'Le modèle n’a pas accepté cette question. Raccourcissez-la ou reformulez-la.',
  TURN_ABANDONED: 'La réponse n’a pas pu être terminée. Votre question est conservée ; réessayez.',
};
