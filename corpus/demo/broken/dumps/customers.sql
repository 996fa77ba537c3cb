-- Dump of table customers, written by dbexport 3.2
-- Host: localhost    Database: laiterie

DROP TABLE IF EXISTS `customers`;
CREATE TABLE `customers` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(120) NOT NULL,
  `street` varchar(160) DEFAULT NULL,
  `town` varchar(80) DEFAULT NULL,
  `note` text,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

INSERT INTO `customers` VALUES (1,'AmÃƒÂ©lie Desrosiers','12 rue de l''Ãƒâ€°glise','Saint-HÃƒÂ©lier-le-Vieux','PrÃƒÂ©fÃƒÂ¨re ÃƒÂªtre livrÃƒÂ©e aprÃƒÂ¨s 17 h');
INSERT INTO `customers` VALUES (2,'JÃƒÂ¼rgen GroÃƒÅ¸kÃƒÂ¶tter','MÃƒÂ¼hlenstraÃƒÅ¸e 8','Ãƒâ€“denbÃƒÂ¼ttel','RÃƒÂ¼ckfrage wegen KÃƒÂ¤seplatte Ã¢â‚¬â€œ kein Blauschimmel!');
INSERT INTO `customers` VALUES (3,'BegoÃƒÂ±a IbÃƒÂ¡ÃƒÂ±ez NÃƒÂºÃƒÂ±ez','Calle del Olmo, 3, 2Ã‚Âº B','PeÃƒÂ±arrubia','PagÃƒÂ³ en efectivo; falta el recibo');
INSERT INTO `customers` VALUES (4,'JoÃƒÂ£o ConceiÃƒÂ§ÃƒÂ£o','Travessa da Fonte, 21','Vila FermosÃƒÂ£o','NÃƒÂ£o deixar ÃƒÂ  porta, hÃƒÂ¡ um cÃƒÂ£o');
INSERT INTO `customers` VALUES (5,'Ãƒâ€¦se BjÃƒÂ¸rnstÃƒÂ¸l','Fjellveien 40','TjÃƒÂ¸dalen','ÃƒËœnsker brunost, ikke blÃƒÂ¥mugg');
INSERT INTO `customers` VALUES (6,'PÃƒÂ¨re NoÃƒÂ«l & Fils','Impasse des Rennes','LapugnoÃƒÂ«l-en-ForÃƒÂªt','Facture ÃƒÂ  ÃƒÂ©tablir en dÃƒÂ©cembre');
INSERT INTO `customers` VALUES (7,'NiccolÃƒÂ² PerchÃƒÂ©','Via della LibertÃƒÂ , 9','CittÃƒÂ  Nuova di Sotto','PiÃƒÂ¹ mozzarella, meno panna. ÃƒË† allergico alle noci');
INSERT INTO `customers` VALUES (8,'ÃƒÅ¾ÃƒÂ³rdÃƒÂ­s Ãƒâ€ gisdÃƒÂ³ttir','HÃƒÂ¶fÃƒÂ°abraut 5','SÃƒÂ¦luvÃƒÂ­k','Vill fÃƒÂ¡ skyr ÃƒÂ­ stÃƒÂ³rum fÃƒÂ¶tum');
INSERT INTO `customers` VALUES (9,'CrÃƒÂ¨merie Ã‚Â«Chez ZoÃƒÂ©Ã‚Â»','Place du MarchÃƒÂ©-aux-BÃ…â€œufs','FontÃ…â€œuvre','Contact : HÃƒÂ©lÃƒÂ¨ne, Ã‚Â« surtout pas le matin Ã‚Â»');
INSERT INTO `customers` VALUES (10,'GÃƒÂ¼lay Ãƒâ€“zgÃƒÂ¼r','GÃƒÂ¤rtnerweg 17','Ãƒâ€“denbÃƒÂ¼ttel','MÃƒÂ¶chte den Newsletter nicht mehr erhalten');

-- Dump completed
